// SPDX-License-Identifier: MIT
using System.Net.Sockets;

namespace Composer.Servers.Kestrel;

/// <summary>The file that stands for a Unix socket: what a dead server left is removed, what a living one uses is not.</summary>
internal static class UnixSocketFile
{
    /// <summary>Makes way for a new socket.</summary>
    /// <exception cref="IOException">Something else is at the path, or a server answers there.</exception>
    public static void MakeWay(string path)
    {
        if (Directory.Exists(path))
        {
            throw new IOException("a directory is there; name a file in it");
        }
        if (!File.Exists(path))
        {
            return;
        }
        using var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            probe.Connect(new UnixDomainSocketEndPoint(path));
        }
        catch (SocketException refused) when (refused.SocketErrorCode == SocketError.ConnectionRefused && IsSocket(path))
        {
            File.Delete(path);
            return;
        }
        catch (SocketException refused) when (refused.SocketErrorCode == SocketError.ConnectionRefused)
        {
            throw new IOException("a file that is not a socket is there; remove it, or choose another path");
        }
        throw new SocketException((int)SocketError.AddressAlreadyInUse);
    }

    /// <summary>Removes the file of a server that ends, unless the next server has put its own there.</summary>
    /// <param name="path">The file.</param>
    /// <param name="made">When it was made.</param>
    public static void Remove(string path, DateTime made)
    {
        try
        {
            if (File.GetLastWriteTimeUtc(path) == made)
            {
                File.Delete(path);
            }
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            // The directory is gone or no longer ours: nothing that a server at its end could do about it.
        }
    }

    private static bool IsSocket(string path) =>
        (File.GetAttributes(path) & FileAttributes.Directory) == 0 && new FileInfo(path).Length == 0 && !CanOpen(path);

    // open(2) of a socket fails with ENXIO, whoever owns it.
    private static bool CanOpen(string path)
    {
        try
        {
            using var file = File.OpenHandle(path);
            return true;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
