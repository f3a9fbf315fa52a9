// SPDX-License-Identifier: MIT
namespace Composer.Python;

/// <summary>What a Python executable said of itself.</summary>
/// <param name="Executable">Its path.</param>
/// <param name="Version">As <c>3.11.2</c>.</param>
/// <param name="Prefix">Its <c>sys.prefix</c>: the virtual environment, when it is one.</param>
/// <param name="Path">Its <c>sys.path</c>, with what virtual environments and <c>.pth</c> files add.</param>
/// <param name="Libraries">Where its shared libpython may be, best first.</param>
/// <param name="FreeThreaded">Built without a GIL.</param>
public sealed record Interpreter(
    string Executable,
    string Version,
    string Prefix,
    IReadOnlyList<string> Path,
    IReadOnlyList<string> Libraries,
    bool FreeThreaded)
{
    /// <summary>The shared library to load.</summary>
    /// <exception cref="PythonUnavailable">There is none, or this Python cannot be embedded.</exception>
    public string Library()
    {
        var (major, minor) = (Part(0), Part(1));
        if (major != 3 || minor < 9)
        {
            throw new PythonUnavailable($"{Executable} is Python {Version}; Composer needs 3.9 or later. Choose another with --python.");
        }
        if (FreeThreaded)
        {
            throw new PythonUnavailable($"{Executable} is a free-threaded build, which is not supported yet. Choose another with --python.");
        }
        return Libraries.FirstOrDefault(File.Exists) ?? throw new PythonUnavailable(
            $"{Executable} (Python {Version}) has no shared library libpython{major}.{minor}; looked at {string.Join(", ", Libraries)}.\n" +
            $"Install it: apt-get install libpython{major}.{minor}; with pyenv: PYTHON_CONFIGURE_OPTS=--enable-shared pyenv install {Version}");
    }

    private int Part(int index) => int.TryParse(Version.Split('.').ElementAtOrDefault(index), out var number) ? number : 0;
}
