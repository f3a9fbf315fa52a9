// SPDX-License-Identifier: MIT
using System.Runtime.InteropServices;

namespace Composer.Cli.Serving;

/// <summary>SIGINT and SIGTERM: the first asks for a graceful end, the second ends at once. SIGHUP is the same when it is the terminal that was closed; else it is for those who write files, as after logrotate.</summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly PosixSignalRegistration[] _registrations;
    private readonly Action<int> _endNow;
    private readonly Action _hungUp;

    /// <param name="endNow">Ends the process with an exit code.</param>
    /// <param name="hungUp">Called for a SIGHUP that does not end anything.</param>
    public StopSignals(Action<int> endNow, Action hungUp)
    {
        (_endNow, _hungUp) = (endNow, hungUp);
        _registrations = [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, On), PosixSignalRegistration.Create(PosixSignal.SIGTERM, On),
            PosixSignalRegistration.Create(PosixSignal.SIGHUP, OnHangup),
        ];
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

    private void OnHangup(PosixSignalContext context)
    {
        if (!Console.IsInputRedirected)
        {
            On(context);
            return;
        }
        context.Cancel = true;
        _hungUp();
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
