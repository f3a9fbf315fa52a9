// SPDX-License-Identifier: MIT
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Composer.Servers.Kestrel;

/// <summary>The threads that wait for sockets, and may run an app as long as it cannot block on the socket itself.</summary>
internal static class SocketThread
{
    /// <summary>Whether this is such a thread.</summary>
    public static bool IsCurrent => !Thread.CurrentThread.IsThreadPoolThread && Thread.CurrentThread.Name == ".NET Sockets";

    /// <summary>Goes on with a thread of the pool, always: a thread of the pool, too, may be inside of the loop that receives for this connection.</summary>
    public static Departure Leave() => default;

    /// <summary>What <see cref="Leave"/> awaits.</summary>
    internal readonly struct Departure : ICriticalNotifyCompletion
    {
        [SuppressMessage("Performance", "CA1822", Justification = "The compiler asks an instance.")]
        public bool IsCompleted => false;

        public Departure GetAwaiter() => this;

        public void GetResult()
        {
        }

        public void OnCompleted(Action continuation) => UnsafeOnCompleted(continuation);

        public void UnsafeOnCompleted(Action continuation) =>
            ThreadPool.UnsafeQueueUserWorkItem(static action => action(), continuation, preferLocal: false);
    }
}
