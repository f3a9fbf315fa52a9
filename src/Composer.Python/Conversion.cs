// SPDX-License-Identifier: MIT
using System.Collections;
using System.Collections.ObjectModel;
using System.Runtime.CompilerServices;
using Composer.Python.Native;
using Composer.Wsgi;

namespace Composer.Python;

/// <summary>Values across the border. The GIL is held.</summary>
/// <remarks>
/// Text, numbers, bool, bytes, tuples, lists and dicts become the other side's own; everything else travels as a <see cref="PythonObject"/> in C#, or as an opaque
/// object in Python, and is itself again when it comes back.
/// </remarks>
internal static unsafe class Conversion
{
    /// <summary>The Python object for a value: new.</summary>
    internal static nint ToPython(object? value) => value switch
    {
        null => Shared(Py.None),
        string text => PyString.New(text),
        bool flag => Shared(flag ? Py.True : Py.False),
        int number => Py.NewLong(number),
        long number => Py.NewLong(number),
        double number => Py.NewFloat(number),
        byte[] bytes => NewBytes(bytes),
        ArraySegment<KeyValuePair<string, object?>> items => NewDict(items.AsSpan()),
        object?[] items => NewList(items),
        ReadOnlyCollection<string> texts => NewTuple(texts),
        PythonObject held => Shared(held.Pointer),
        PythonCallable callable => Shared(callable.Function.Pointer),
        PythonStream stream => Shared(stream.Source.Pointer),
        PythonWriter writer => Shared(writer.Source.Pointer),
        Stream stream => NewInput(stream),
        TextWriter => Shared(Shim.Errors),
        IWsgiApp app => HostedApp.Export(app),
        PythonFunction function => Shim.New(Shim.DotNetFunction, Handles.Add(function)),
        Func<IWsgiApp, IWsgiApp> filter => ToPython(AsFunction(filter)),
        IPythonObject { Answers: null } source => Shim.Make(source.Factory, 0, source.Arguments),
        IPythonObject source => EnvironMirror.Make(source),
        PythonLoader loader => Shim.New(Shim.Loader, Handles.Add(loader)),
        Environ { Mirror: EnvironMirror { Dict: not 0 } mirror } => Shared(mirror.Dict),
        ITuple tuple => NewTuple(tuple),
        IReadOnlyDictionary<string, string> map => NewDict(map.Select(item => new KeyValuePair<string, object?>(item.Key, item.Value))),
        IReadOnlyDictionary<string, object?> map => NewDict(map),
        IDictionary map => NewDict(map),
        IList list => NewList(list),
        DateTimeOffset or DateTime or DateOnly or TimeOnly => Shim.NewDate((IFormattable)value),
        _ => Shim.New(Shim.DotNetObject, Handles.Add(value)),
    };

    /// <summary>The value of a borrowed Python object.</summary>
    internal static object? FromPython(nint value) => Known(value) ?? (value == Py.None ? null : PythonObject.Share(value));

    /// <summary>The value of a borrowed Python object that C# has as its own; null when it has none, and for None.</summary>
    internal static object? Known(nint value)
    {
        var type = Py.TypeOf(value);
        if (type == Py.StrType)
        {
            return PyString.Read(value);
        }
        if (value == Py.None)
        {
            return null;
        }
        if (value == Py.True || value == Py.False)
        {
            return value == Py.True;
        }
        if (type == Py.LongType)
        {
            return ReadLong(value);
        }
        if (type == Py.FloatType)
        {
            return Py.FloatValue(value);
        }
        if (type == Py.BytesType)
        {
            return new ReadOnlySpan<byte>(Py.BytesData(value), (int)Py.BytesSize(value)).ToArray();
        }
        if (type == Shim.DotNetObject || type == Shim.DotNetFunction)
        {
            return Handles.Get(Shim.HandleOf(value));
        }
        if (type == Shim.Input)
        {
            return value == Shim.EmptyInput ? Stream.Null : (Handles.Get(Shim.HandleOf(value)) as InputReader)?.Stream;
        }
        if (value == Shim.Errors)
        {
            return Bridge.Errors;
        }
        return (object?)HostedApp.Unwrap(value) ?? MadeObjects.Unwrap(value);
    }

    /// <summary>The positional arguments of a call: those of a tuple.</summary>
    internal static List<object?> ReadArguments(nint tuple)
    {
        var items = new List<object?>((int)Py.TupleSize(tuple));
        for (var i = 0; i < Py.TupleSize(tuple); i++)
        {
            items.Add(Argument(Py.TupleItem(tuple, i)));
        }
        return items;
    }

    /// <summary>The positional arguments of a call: those of an array.</summary>
    internal static List<object?> ReadArguments(nint* arguments, int count)
    {
        var items = new List<object?>(count);
        for (var i = 0; i < count; i++)
        {
            items.Add(Argument(arguments[i]));
        }
        return items;
    }

    /// <summary>The keyword arguments of a call: those of a dict.</summary>
    internal static Dictionary<string, object?> ReadKeywords(nint dict) => Read(dict, Argument);

    /// <summary>The items of a dict whose keys are str.</summary>
    internal static Dictionary<string, object?> ReadDict(nint dict) => Read(dict, FromPython);

    /// <summary>A tuple of values: new.</summary>
    internal static nint NewTuple(IReadOnlyList<object?> items)
    {
        var tuple = Owned.OrThrow(Py.NewTuple(items.Count)).Pointer;
        for (var i = 0; i < items.Count; i++)
        {
            _ = Py.SetTupleItem(tuple, i, OrThrow(ToPython(items[i])));
        }
        return tuple;
    }

    /// <summary>A dict of values, in order: new.</summary>
    internal static nint NewDict(IEnumerable<KeyValuePair<string, object?>> items)
    {
        var dict = Owned.OrThrow(Py.NewDict()).Pointer;
        foreach (var (name, item) in items)
        {
            using var key = Owned.OrThrow(PyString.New(name));
            using var value = Owned.OrThrow(ToPython(item));
            _ = Py.SetItem(dict, key.Pointer, value.Pointer);
        }
        return dict;
    }

    private static nint NewDict(ReadOnlySpan<KeyValuePair<string, object?>> items)
    {
        var dict = Owned.OrThrow(Py.NewDict()).Pointer;
        foreach (var (name, item) in items)
        {
            var value = Owned.OrThrow(ToPython(item)).Pointer;
            if (PyString.TryKept(name, out var kept))
            {
                _ = Py.SetItemPlain(dict, kept, value);
            }
            else
            {
                using var key = Owned.OrThrow(PyString.New(name));
                _ = Py.SetItemPlain(dict, key.Pointer, value);
            }
            Py.DecRefShared(value);
        }
        return dict;
    }

    /// <summary>bytes: new.</summary>
    internal static nint NewBytes(ReadOnlySpan<byte> bytes)
    {
        fixed (byte* data = bytes)
        {
            return Py.NewBytes(data, bytes.Length);
        }
    }

    // Lists and tuples by their items: a function of C# is not to change those of its caller.
    internal static object? Argument(nint value)
    {
        var type = Py.TypeOf(value);
        if (type == Py.TupleType)
        {
            return ReadArguments(value);
        }
        return type == Py.ListType ? Enumerable.Range(0, (int)Py.ListSize(value)).Select(i => Argument(Py.ListItem(value, i))).ToList() : FromPython(value);
    }

    private static Dictionary<string, object?> Read(nint dict, Func<nint, object?> convert)
    {
        var map = new Dictionary<string, object?>();
        nint position = 0, key, value;
        while (Py.NextItem(dict, &position, &key, &value) != 0)
        {
            map[PyString.Read(key)] = convert(value);
        }
        return map;
    }

    // A filter as Paste Deploy's loaders return it: called with an app, it returns an app.
    private static PythonFunction AsFunction(Func<IWsgiApp, IWsgiApp> filter) => (positional, _) => new ValueTask<object?>(
        filter(PythonHost.Running.AsApp(positional is [{ } app] ? app : throw new ArgumentException("a filter is called with one app"), "app", null)));

    private static nint NewInput(Stream stream) =>
        ReferenceEquals(stream, Stream.Null) ? Shared(Shim.EmptyInput) : Shim.New(Shim.Input, Handles.Add(new InputReader(stream)));

    private static nint NewTuple(ITuple tuple) => NewTuple(Enumerable.Range(0, tuple.Length).Select(i => tuple[i]).ToList());

    private static nint NewList(IList items)
    {
        var list = Owned.OrThrow(Py.NewList(items.Count)).Pointer;
        for (var i = 0; i < items.Count; i++)
        {
            _ = Py.SetListItem(list, i, OrThrow(ToPython(items[i])));
        }
        return list;
    }

    private static nint NewDict(IDictionary map)
    {
        var items = new List<KeyValuePair<string, object?>>();
        foreach (DictionaryEntry entry in map)
        {
            items.Add(new(entry.Key.ToString() ?? "", entry.Value));
        }
        return NewDict(items);
    }

    private static long? ReadLong(nint value)
    {
        int overflow;
        var number = Py.LongOverflow(value, &overflow);
        return overflow == 0 ? number : null;
    }

    private static nint OrThrow(nint pointer) => Owned.OrThrow(pointer).Pointer;

    private static nint Shared(nint borrowed)
    {
        Py.IncRef(borrowed);
        return borrowed;
    }
}
