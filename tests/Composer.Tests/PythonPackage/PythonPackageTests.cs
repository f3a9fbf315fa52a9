// SPDX-License-Identifier: MIT
namespace Composer.Tests.PythonPackage;

/// <summary>The tests that are written in Python, beside the Python programs whose behaviour they compare with.</summary>
public sealed class PythonPackageTests
{
    [SkippableTheory]
    [InlineData("test_converters.py")]
    [InlineData("test_config.py")]
    [InlineData("test_dotnet.py")]
    [InlineData("test_environ.py")]
    [InlineData("test_fork.py")]
    [InlineData("test_greenlets.py")]
    [InlineData("test_interrupts.py")]
    [InlineData("test_load.py")]
    [InlineData("test_servers.py")]
    [InlineData("test_sessions.py")]
    [InlineData("test_shim.py")]
    [InlineData("test_stand_in.py")]
    [InlineData("test_stock.py")]
    [InlineData("test_transaction.py")]
    public async Task Python_agrees(string file)
    {
        Skip.IfNot(Directory.Exists("/usr/lib/python3/dist-packages/paste/deploy"), "python3-pastedeploy is not installed");

        var (exitCode, output) = await PythonScript.RunAsync(file);

        Assert.True(exitCode == 0, output);
    }
}
