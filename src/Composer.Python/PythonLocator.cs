// SPDX-License-Identifier: MIT
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Composer.Python;

/// <summary>Chooses the Python and asks it about itself, in one short run whose answer is kept as long as the files that shaped it do not change.</summary>
public static class PythonLocator
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly string[] Shaping = ["VIRTUAL_ENV", "PYTHONPATH", "PYTHONHOME", "PYTHONNOUSERSITE", "HOME"];

    /// <summary>Finds the interpreter.</summary>
    /// <param name="python">A path or a name on PATH, or null for <c>VIRTUAL_ENV</c>, then <c>python3</c> on PATH.</param>
    /// <exception cref="PythonUnavailable">It is not there, or does not work.</exception>
    public static Interpreter Find(string? python)
    {
        var executable = Choose(python);
        var kept = Place(executable);
        return kept is not null && Cached(kept.File) is { } known ? known : Ask(executable, kept);
    }

    private static string Choose(string? python)
    {
        if (python is { Length: > 0 })
        {
            return Resolve(python) ?? throw new PythonUnavailable($"there is no Python at '{python}'. Give --python an interpreter or a virtual environment.");
        }
        if (Environment.GetEnvironmentVariable("VIRTUAL_ENV") is { Length: > 0 } environment)
        {
            return Resolve(environment) ?? throw new PythonUnavailable($"VIRTUAL_ENV is '{environment}', but there is no Python in it. Make it anew (python3 -m venv), or unset VIRTUAL_ENV.");
        }
        return Resolve("python3") ?? throw new PythonUnavailable("there is no python3 on PATH. Install it (apt-get install python3 libpython3-dev), or name one with --python.");
    }

    private static string? Resolve(string python)
    {
        if (Directory.Exists(python))
        {
            return Existing(Path.Combine(python, "bin", "python3")) ?? Existing(Path.Combine(python, "bin", "python"));
        }
        return python.Contains('/') ? Existing(python) : OnPath(python);
    }

    private static string? OnPath(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Where(folder => folder.Length > 0)
        .Select(folder => Existing(Path.Combine(folder, name)))
        .FirstOrDefault(found => found is not null);

    private static string? Existing(string path) => File.Exists(path) ? Path.GetFullPath(path) : null;

    // Of a Python that does not even start the last line says nothing.
    private static string Reason(string errors)
    {
        var lines = errors.Trim().Split('\n', StringSplitOptions.TrimEntries);
        var fatal = lines.LastOrDefault(line => line.StartsWith("ModuleNotFoundError:", StringComparison.Ordinal)) ?? lines.FirstOrDefault(line => line.StartsWith("Fatal Python error:", StringComparison.Ordinal));
        var home = Environment.GetEnvironmentVariable("PYTHONHOME") is { Length: > 0 } set ? $". PYTHONHOME is set to '{set}': unset it" : "";
        return fatal is null ? lines[^1] : fatal + home;
    }

    private static Interpreter Ask(string executable, KeptAnswer? kept)
    {
        using var script = typeof(PythonLocator).Assembly.GetManifestResourceStream("Composer.Python.Probe.py")!; // embedded by the project file
        using var reader = new StreamReader(script);
        var start = new ProcessStartInfo(executable, ["-c", reader.ReadToEnd()]) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        try
        {
            using var process = Process.Start(start)!; // not null without the shell
            process.StandardInput.Close();
            var errors = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEndAsync();
            if (!process.WaitForExit(Patience))
            {
                process.Kill();
                throw new PythonUnavailable($"{executable} did not answer within {Patience.TotalSeconds} seconds");
            }
            if (process.ExitCode == 0 && !output.Result.StartsWith('{'))
            {
                throw new PythonUnavailable($"{executable} is no Python. Give --python an interpreter or a virtual environment.");
            }
            return process.ExitCode == 0
                ? Keep(Parse(output.Result), kept)
                : throw new PythonUnavailable($"{executable} does not work: {Reason(errors.Result)}");
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new PythonUnavailable($"{executable} cannot be run: {e.Message}");
        }
    }

    private static Interpreter Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        var said = document.RootElement;
        return new Interpreter(Text("executable"), Text("version"), Text("prefix"), Texts("path"), Texts("libraries"), said.GetProperty("free_threaded").GetBoolean());

        string Text(string name) => said.GetProperty(name).GetString() ?? "";
        string[] Texts(string name) => [.. said.GetProperty(name).EnumerateArray().Select(item => item.GetString() ?? "")];
    }

    // A script may mean another Python tomorrow or in another folder: its answer is not kept, unless it is pyenv's, whose reasons are known.
    private static KeptAnswer? Place(string executable)
    {
        if (!IsScript(executable))
        {
            return Place(executable, [], []);
        }
        return PyenvShim.At(executable, Environment.CurrentDirectory, Environment.GetEnvironmentVariable) is { } shim
            ? Place(executable, shim.Values, shim.Files)
            : null;
    }

    private static bool IsScript(string executable)
    {
        Span<byte> magic = stackalloc byte[2];
        using var file = File.OpenRead(executable);
        return file.ReadAtLeast(magic, 2, throwOnEndOfStream: false) == 2 && magic.SequenceEqual("#!"u8);
    }

    private static KeptAnswer Place(string executable, IEnumerable<string> values, IReadOnlyList<string> files)
    {
        var folder = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache
            ? cache
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        var key = string.Join('\n', Shaping.Select(name => $"{name}={Environment.GetEnvironmentVariable(name)}").Concat(values).Append(executable).Append(ProductVersion()));
        return new KeptAnswer(Path.Combine(folder, "composer", $"python-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..16]}.txt"), files);
    }

    private static string ProductVersion() => typeof(PythonLocator).Assembly.GetName().Version?.ToString() ?? "";

    // First line the answer, then a line for each file or folder that shaped it: its time and its path.
    private static Interpreter? Cached(string kept)
    {
        try
        {
            var lines = File.ReadAllLines(kept);
            return lines.Skip(1).All(line => line == Stamp(line[(line.IndexOf(' ') + 1)..])) ? Parse(lines[0]) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or IndexOutOfRangeException or KeyNotFoundException)
        {
            return null;
        }
    }

    private static Interpreter Keep(Interpreter interpreter, KeptAnswer? kept)
    {
        if (kept is null)
        {
            return interpreter;
        }
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(kept.File)!); // it has a folder
            var temporary = $"{kept.File}.{Environment.ProcessId}";
            File.WriteAllLines(temporary, [Serialize(interpreter), .. Stamps(interpreter, kept.AlsoShaping)]);
            File.Move(temporary, kept.File, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Without a cache the next start asks again.
        }
        return interpreter;
    }

    private static IEnumerable<string> Stamps(Interpreter interpreter, IEnumerable<string> others) =>
        interpreter.Path.Append(interpreter.Executable).Append(Path.Combine(interpreter.Prefix, "pyvenv.cfg")).Concat(others).Select(Stamp);

    private static string Stamp(string path)
    {
        var time = Directory.Exists(path) ? Directory.GetLastWriteTimeUtc(path) : File.GetLastWriteTimeUtc(path);
        return $"{time.Ticks} {path}";
    }

    private static string Serialize(Interpreter interpreter)
    {
        var texts = (IEnumerable<string> items) => string.Join(",", items.Select(Quote));
        return $"{{\"executable\":{Quote(interpreter.Executable)},\"version\":{Quote(interpreter.Version)},\"prefix\":{Quote(interpreter.Prefix)}," +
            $"\"path\":[{texts(interpreter.Path)}],\"libraries\":[{texts(interpreter.Libraries)}],\"free_threaded\":{(interpreter.FreeThreaded ? "true" : "false")}}}";
    }

    private static string Quote(string text) => $"\"{JsonEncodedText.Encode(text)}\"";

    /// <summary>Where an answer is kept, and the files beside the interpreter's own that shaped it.</summary>
    private sealed record KeptAnswer(string File, IReadOnlyList<string> AlsoShaping);
}
