// SPDX-License-Identifier: MIT
using System.Globalization;
using Composer.Wsgi;

namespace Composer.Tests.Loader;

/// <summary>A Python of C# functions, which remembers what it was asked.</summary>
public sealed class FakePython : IPython
{
    private readonly Dictionary<string, Func<Arguments, object?>> _functions = new(StringComparer.Ordinal);

    public List<string> Log { get; } = [];

    public List<Arguments> Calls { get; } = [];

    public List<(string Name, int? Threads)> Apps { get; } = [];

    public IReadOnlyList<string> Path { get; init; } = [];

    public bool IsRunning { get; init; }

    public bool WasAskedForItsPath { get; private set; }

    public PythonInstallation Installation
    {
        get
        {
            WasAskedForItsPath = true;
            return new PythonInstallation("/usr/bin/python3", "3.11.2", Path);
        }
    }

    /// <summary>Adds a function; what it returns is the result of the call.</summary>
    public FakePython With(string reference, Func<Arguments, object?> function)
    {
        _functions[reference] = function;
        return this;
    }

    /// <summary>Adds a factory of an app, or of a filter when it is given an app.</summary>
    public FakePython With(string reference) => With(reference, _ => new Thing(reference));

    public static Exception Raises(string lastLine) => new InvalidOperationException(lastLine) { Data = { ["python.traceback"] = "Traceback (most recent call last):\n" + lastLine } };

    public object Import(string reference)
    {
        Log.Add("import " + reference);
        return _functions.ContainsKey(reference)
            ? new Thing(reference)
            : throw Raises($"ModuleNotFoundError: No module named '{reference.Split(':')[0]}'");
    }

    public object? Call(object callable, IReadOnlyList<object?> positional, IReadOnlyList<KeyValuePair<string, object?>> keywords)
    {
        var name = ((Thing)callable).Name;
        Log.Add("call " + name);
        var arguments = new Arguments(name, positional, keywords);
        Calls.Add(arguments);
        return _functions[name](arguments);
    }

    public Task ServeAsync(object callable, IReadOnlyList<object?> positional, IReadOnlyList<KeyValuePair<string, object?>> keywords, CancellationToken stop)
    {
        Call(callable, positional, keywords);
        return Task.CompletedTask;
    }

    public IWsgiApp AsApp(object callable, string name, int? threads)
    {
        Apps.Add((name, threads));
        return callable as IWsgiApp ?? new Say(new SayOptions { Text = ((Thing)callable).Name }, new ComponentInfo("python", "/"));
    }

    public IPythonCallable AsCallable(object function) =>
        ((Thing)function).Name.EndsWith("number", StringComparison.Ordinal) ? throw new ArgumentException("it is not a function") : new Callable(this, function);

    public sealed record Thing(string Name);

    private sealed class Callable(FakePython python, object function) : IPythonCallable
    {
        public ValueTask<object?> CallAloneAsync(Environ environ, params IReadOnlyList<object?> arguments) => new(python.Call(function, arguments, []));

        public ValueTask<object?> CallAsync(Environ environ, params IReadOnlyList<object?> arguments) => new(python.Call(function, [environ, .. arguments], []));

        public async ValueTask<bool> AskAsync(Environ environ, params IReadOnlyList<object?> arguments) => await CallAsync(environ, arguments) is true;
    }

    public sealed record Arguments(string Function, IReadOnlyList<object?> Positional, IReadOnlyList<KeyValuePair<string, object?>> Keywords)
    {
        public IReadOnlyDictionary<string, object?> Globals => Positional.OfType<IReadOnlyDictionary<string, object?>>().Single();

        public IPythonLoader Loader => Positional.OfType<IPythonLoader>().Single();

        public IWsgiApp App => Positional.OfType<IWsgiApp>().Single();

        public string Shape => string.Join(' ', Positional.Select(Kind).Concat(Keywords.Select(keyword => string.Create(CultureInfo.InvariantCulture, $"{keyword.Key}={keyword.Value}"))));

        private static string Kind(object? argument) => argument switch
        {
            IPythonLoader => "loader",
            IWsgiApp => "app",
            IReadOnlyDictionary<string, object?> => "globals",
            _ => "?",
        };
    }
}
