// SPDX-License-Identifier: MIT
namespace Composer.Cli;

/// <summary>What the process answers to its caller; listed in <c>compose --help</c> and docs/index.md.</summary>
internal static class ExitCode
{
    public const int Ok = 0;
    public const int Unexpected = 1;
    public const int Usage = 2;
    public const int Config = 3;
    public const int LoadFailed = 4;
    public const int BindFailed = 5;
    public const int NoPython = 6;
    public const int ServerDied = 7;
    public const int RequestFailed = 8;
    public const int Interrupted = 130;
    public const int Terminated = 143;
}
