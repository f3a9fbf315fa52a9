// SPDX-License-Identifier: MIT
using System.Runtime.InteropServices;

namespace Composer.Tests.Robust;

public sealed class FuzzTests
{
    /// <summary>The first few thousand of the million that <c>tests/fuzz</c> tries: in a process of its own, because of its limit of memory.</summary>
    [Fact]
    public void No_file_makes_a_check_throw_hang_or_fill_the_memory()
    {
        var dotnet = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));

        var (exitCode, output, error) = Tool.Run(dotnet, AppContext.BaseDirectory, "", "exec", "Composer.Fuzz.dll", "4000", "1");

        Assert.True(exitCode == 0, output + error);
        Assert.Contains("4000 inputs, 0 failures", output, StringComparison.Ordinal);
    }
}
