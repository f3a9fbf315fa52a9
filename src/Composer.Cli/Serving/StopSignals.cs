// SPDX-License-Identifier: MIT
using System.Runtime.InteropServices;

namespace Composer.Cli.Serving;

/// <summary>SIGINT and SIGTERM: the first asks for a graceful end, the second ends at once.</summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly PosixSignalRegistration[] _registrations;
    private readonly Action<int> _endNow;

    /// <param name="endNow">Ends the process with an exit code.</param>
    public StopSignals(Action<int> endNow)
    {
        _endNow = endNow;
        _registrations = [PosixSignalRegistration.Create(PosixSignal.SIGINT, On), PosixSignalRegistration.Create(PosixSignal.SIGTERM, On)];
    }

    /// <summary>Fires at the first signal.</summary>
    public CancellationToken Stop => _stop.Token;

    /// <summary>130 or 143 once a signal came, else 0.</summary>
    public int ExitCode { get; private set; }

    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }
        _stop.Dispose();
    }

    private void On(PosixSignalContext context)
    {
        context.Cancel = true;
        if (_stop.IsCancellationRequested)
        {
            _endNow(ExitCode);
            return;
        }
        ExitCode = context.Signal == PosixSignal.SIGINT ? Cli.ExitCode.Interrupted : Cli.ExitCode.Terminated;
        _stop.Cancel();
    }
}
