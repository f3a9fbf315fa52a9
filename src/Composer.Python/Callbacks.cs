// SPDX-License-Identifier: MIT
using System.Collections.ObjectModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Composer.Python.Native;
using Composer.Wsgi;

namespace Composer.Python;

/// <summary>What Python calls. Every function catches everything: an exception that left one would end the process.</summary>
internal static unsafe class Callbacks
{
    private const int LeastDirect = 4 * 1024;
    private const int MostDirect = 1024 * 1024;
    private const int FirstOfAll = 64 * 1024;
    private const int MostGrowth = 64 * 1024 * 1024;

    /// <summary><c>start_response(status, headers, exc_info=None)</c>; self is the handle of the call.</summary>
    internal static readonly MethodDef* StartResponse = MethodDef.New("start_response", &OnStartResponse);

    /// <summary><c>write(data)</c>; self is the handle of the call.</summary>
    internal static readonly MethodDef* Write = MethodDef.New("write", &OnWrite);

    /// <summary>Puts the functions that Shim.py uses into its module.</summary>
    internal static void Install(nint module)
    {
        Add(module, "native_invoke", &OnInvoke);
        Add(module, "native_greenlets", &OnGreenlets);
        Add(module, "native_begin", &OnBegin);
        Add(module, "native_block", &OnBlock);
        Add(module, "native_result", &OnResult);
        Add(module, "native_end", &OnEnd);
        Add(module, "native_abandon", &OnAbandon);
        Add(module, "native_read", &OnRead);
        Add(module, "native_readline", &OnReadLine);
        Add(module, "native_next", &OnNext);
        Add(module, "native_close", &OnClose);
        Add(module, "native_free", &OnFree);
        Add(module, "native_forget", &OnForget);
        Add(module, "native_call", &OnCall);
        Add(module, "native_ask", &OnAsk);
        Add(module, "native_put", &OnPut);
        Add(module, "native_write", &OnOutput);
        Add(module, "native_log", &OnLog);
        Add(module, "native_load", &OnLoad);
        Add(module, "native_context", &OnContext);
    }

    private static void Add(nint module, string name, delegate* unmanaged[Cdecl]<nint, nint*, nint, nint> function)
    {
        using var key = Owned.OrThrow(PyString.New(name));
        using var value = Owned.OrThrow(Py.NewFunction(MethodDef.New(name, function), 0, 0));
        _ = Py.SetItem(module, key.Pointer, value.Pointer);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint OnInvoke(nint self, nint* args, nint count)
    {
        try
        {
            return HostedApp.Invoke((IWsgiApp)Object(args[0]), args[1], args[2]);
        }
        catch (Exception e)
        {
            return Fail(e);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint OnStartResponse(nint self, nint* args, nint count)
    {
        try
        {
            if (count is not (2 or 3))
            {
                throw new ArgumentException($"start_response takes a status, headers and perhaps exc_info, not {count} arguments");
            }
            return ((IStartResponse)Object(self)).Start(self, args[0], args[1], count == 3 ? args[2] : Py.None);
        }
        catch (Exception e)
        {
            return Fail(e);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint OnWrite(nint self, nint* args, nint count)
    {
        try
        {
            Expect(count, 1);
            ((IStartResponse)Object(self)).Write(args[0]);
            return None();
        }
        catch (Exception e)
        {
            return Fail(e);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint OnGreenlets(nint self, nint* args, nint count)
    {
        try
        {
            if (!GreenletHub.IsNeeded)
            {
                GreenletHub.IsNeeded = true;
                Shim.LoadGreenlets();
            }
            return None();
        }
        catch (Exception e)
        {
            return Fail(e);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint OnBegin(nint self, nint* args, nint count)
    {
        try
        {
            return Py.NewLong(GreenletCall.Begin((IWsgiApp)Object(args[0]), args[1], Conversion.FromPython(args[2]), (int)Long(args[3])));
        }
        catch (Exception e)
        {
            return Fail(e);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint OnBlock(nint self, nint* args, nint count)
    {
        try
        {
            Call(args[0]).Read();
            return None();
        }
        catch (Exception e)
        {
            return Fail(e);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint OnResult(nint self, nint* args, nint count)
    {
        try
        {
            return Call(args[0]).Result(Long(args[0]));
        }
        catch (Exception e)
        {
            return Fail(e);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint OnEnd(nint self, nint* args, nint count)
    {
        try
        {
            Call(args[0]).End();
            return None();
        }
        catch (Exception e)
        {
            return Fail(e);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint OnAbandon(nint self, nint* args, nint count)
    {
        try
        {
            if (Handles.Remove(Long(args[0])) is GreenletCall call)
            {
                call.Abandon((int)Long(args[1]));
            }
            return None();
        }
        catch (Exception e)
        {
            return Fail(e);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint OnRead(nint self, nint* args, nint count) => Read(args, isExact: true, static (reader, size) => reader.ReadAsync(size));

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint OnReadLine(nint self, nint* args, nint count) => Read(args, isExact: false, static (reader, size) => reader.ReadLineAsync(size));

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint OnNext(nint self, nint* args, nint count)
    {
        try
        {
            if (Handles.Get(Long(args[0])) is not Body body)
            {
                return None();
            }
            var block = PythonThread.OfCaller().RunManaged(body, static from => from.ReadAsync());
            return block.IsEmpty ? None() : Owned.OrThrow(Conversion.NewBytes(block.Span)).Pointer;
        }
        catch (Exception e)
        {
            return Fail(e);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint OnClose(nint self, nint* args, nint count)
    {
        try
        {
            if (Long(args[0]) is var handle and not 0 && Handles.Remove(handle) is Body body)
            {
                PythonThread.OfCaller().RunManaged(body, ManagedDispose.Of);
            }
            return None();
        }
        catch (Exception e)
        {
            return Fail(e);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint OnFree(nint self, nint* args, nint count)
    {
        try
        {
            Handles.Remove(Long(args[0]));
            return None();
        }
        catch (Exception e)
        {
            return Fail(e);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint OnForget(nint self, nint* args, nint count)
    {
        try
        {
            HostedApp.Forget(Long(args[0]));
            return None();
        }
        catch (Exception e)
        {
            return Fail(e);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint OnCall(nint self, nint* args, nint count)
    {
        try
        {
            var function = Function(args[0]);
            var thread = PythonThread.OfCaller();
            // While a body is made, the environ is Python's alone: there is no dict to compare.
            var mirror = thread.Mirror is { Dict: not 0 } open ? open : null;
            mirror?.Pull();
            var result = thread.RunManaged(
                (function, positional: Conversion.ReadArguments(args[1]), keywords: Conversion.ReadKeywords(args[2])),
                static call => call.function(call.positional, call.keywords));
            mirror?.Push();
            return Conversion.ToPython(result);
        }
        catch (Exception e)
        {
            return Fail(e);
        }
    }

    // As OnCall, for what takes less time than to hand the GIL over. Should it have to wait after all, others go on.
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint OnAsk(nint self, nint* args, nint count)
    {
        try
        {
            return Conversion.ToPython(Ask(args[0], Conversion.ReadArguments(args + 1, (int)count - 1)));
        }
        catch (Exception e)
        {
            return Fail(e);
        }
    }

    // As OnAsk: 'put' with the items of a dict that are not in another. Returns what the other is then, or None when that takes Python.
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint OnPut(nint self, nint* args, nint count)
    {
        try
        {
            var (dict, known) = (args[1], args[2]);
            var changes = new List<object?>(5) { "put" };
            if (!PlainItems.TryCompare(dict, known, changes))
            {
                return None();
            }
            if (changes.Count == 1)
            {
                Py.IncRef(known);
                return known;
            }
            Ask(args[0], changes);
            return Owned.OrThrow(Py.CopyDict(dict)).Pointer;
        }
        catch (Exception e)
        {
            return Fail(e);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint OnOutput(nint self, nint* args, nint count)
    {
        try
        {
            Bridge.Output.Write(PyString.Read(args[0]), Text(args[1]));
            return None();
        }
        catch (Exception e)
        {
            return Fail(e);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint OnLog(nint self, nint* args, nint count)
    {
        try
        {
            Bridge.Output.Log((int)Long(args[0]), PyString.Read(args[1]), PyString.Read(args[2]));
            return None();
        }
        catch (Exception e)
        {
            return Fail(e);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint OnLoad(nint self, nint* args, nint count)
    {
        try
        {
            var loader = Loader(args[0]);
            return Conversion.ToPython(PythonThread.OfCaller().RunManaged(
                (loader, kind: PyString.Read(args[1]), name: Text(args[2]), conf: Dict(args[3])),
                static ask => new ValueTask<object>(ask.loader.Get(ask.kind, ask.name, ask.conf))));
        }
        catch (Exception e)
        {
            return Fail(e);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint OnContext(nint self, nint* args, nint count)
    {
        try
        {
            var loader = Loader(args[0]);
            return Conversion.ToPython(PythonThread.OfCaller().RunManaged(
                (loader, kind: PyString.Read(args[1]), name: Text(args[2]), conf: Dict(args[3])),
                static ask => new ValueTask<IReadOnlyDictionary<string, object?>>(ask.loader.GetContext(ask.kind, ask.name, ask.conf))));
        }
        catch (Exception e)
        {
            return Fail(e);
        }
    }

    // Into the bytes object itself, without a copy between. It grows as the body comes in: what a client announces costs nothing yet.
    private static nint ReadDirectly(InputReader reader, long wanted)
    {
        var size = wanted < 0 ? FirstOfAll : Math.Min(wanted, MostDirect);
        var bytes = Owned.OrThrow(Py.NewBytes(null, (nint)size)).Pointer;
        try
        {
            long filled = 0;
            while (true)
            {
                var memory = new BytesMemory(Py.BytesData(bytes) + filled, (int)(size - filled)).Memory;
                filled += PythonThread.OfCaller().RunManaged((reader, memory), static ask => ask.reader.ReadIntoAsync(ask.memory));
                if (filled < size || size == wanted)
                {
                    break;
                }
                size += Math.Min(size, MostGrowth);
                size = wanted < 0 ? size : Math.Min(size, wanted);
                Resize(&bytes, size);
            }
            if (filled < size)
            {
                Resize(&bytes, filled);
            }
            return bytes;
        }
        catch
        {
            Py.DecRef(bytes);
            throw;
        }
    }

    private static void Resize(nint* bytes, long size)
    {
        if (Py.ResizeBytes(bytes, (nint)size) != 0)
        {
            throw PythonError.Take();
        }
    }

    private static nint Read(nint* args, bool isExact, Func<InputReader, long, ValueTask<ReadOnlyMemory<byte>>> read)
    {
        try
        {
            if (Handles.Get(Long(args[0])) is not InputReader reader)
            {
                return Owned.OrThrow(Conversion.NewBytes(default)).Pointer;
            }
            var size = Long(args[1]);
            if (isExact && size is < 0 or >= LeastDirect && reader.IsEmpty)
            {
                return ReadDirectly(reader, size);
            }
            var block = PythonThread.OfCaller().RunManaged((reader, read, size), static ask => ask.read(ask.reader, ask.size));
            return Owned.OrThrow(Conversion.NewBytes(block.Span)).Pointer;
        }
        catch (Exception e)
        {
            return Fail(e);
        }
    }

    private static object? Ask(nint handle, List<object?> question)
    {
        var answer = Function(handle)(question, ReadOnlyDictionary<string, object?>.Empty);
        return answer.IsCompleted ? answer.GetAwaiter().GetResult() : PythonThread.OfCaller().RunManaged(answer, static begun => begun);
    }

    private static PythonFunction Function(nint handle) => (PythonFunction)(Handles.Get(Long(handle)) ?? throw new InvalidOperationException("what was called belongs to a request that is over"));

    private static PythonLoader Loader(nint handle) => (PythonLoader)(Handles.Get(Long(handle)) ?? throw new ObjectDisposedException("loader"));

    private static GreenletCall Call(nint ticket) => (GreenletCall)Object(ticket);

    private static object Object(nint self) =>
        Handles.Get(Long(self)) ?? throw new InvalidOperationException("the request that this belongs to is over");

    private static long Long(nint value)
    {
        int overflow;
        var number = Py.LongOverflow(value, &overflow);
        if (number == -1 && Py.ErrorOccurred() != 0)
        {
            throw PythonError.Take();
        }
        return overflow > 0 ? long.MaxValue : number;
    }

    private static string? Text(nint value) => value == Py.None ? null : PyString.Read(value);

    private static Dictionary<string, object?>? Dict(nint value) => value == Py.None ? null : Conversion.ReadDict(value);

    private static nint None()
    {
        Py.IncRef(Py.None);
        return Py.None;
    }

    private static void Expect(nint count, int expected)
    {
        if (count != expected)
        {
            throw new ArgumentException($"{expected} arguments expected, {count} given");
        }
    }

    private static nint Fail(Exception error)
    {
        PythonError.Set(error);
        return 0;
    }
}
