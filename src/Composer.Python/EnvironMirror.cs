// SPDX-License-Identifier: MIT
using System.Numerics;
using System.Runtime.InteropServices;
using Composer.Python.Native;
using Composer.Wsgi;

namespace Composer.Python;

/// <summary>The Python dict of an <see cref="Environ"/>, and what both sides last knew of each other's values. The GIL is held in every call.</summary>
/// <remarks>
/// It stays with the environ, which servers use again for the next request of a connection: a value that has not changed since then
/// keeps its Python object. Each call from outside gets a new dict; calls within it (Python to C# and back) share that one.
/// </remarks>
internal sealed unsafe partial class EnvironMirror : IEnvironMirror
{
    // Pyramid and repoze.who write a list where Paste writes a text; C# filters want to look into it.
    private static readonly EnvironKey TokensKey = EnvironKey.Of("REMOTE_USER_TOKENS");

    private static readonly EnvironKey FileWrapperKey = EnvironKey.Of("wsgi.file_wrapper");

    private readonly Environ _environ;
    private readonly object?[] _slotValues = new object?[EnvironKey.SlotCount];
    private readonly nint[] _slotObjects = new nint[EnvironKey.SlotCount];
    private readonly List<Entry> _others = [];
    private readonly List<nint> _foreignKeys = [];

    // Of the dict, when all of it was seen; 0 when it was not.
    private ulong _version;

    // What the objects of the request that is served ask C# with.
    private readonly List<long> _numbers = [];
    private int _request;

    // Bodies that Python put something of its own in front of, as wsgiref.validate does: they are read through it until the next request.
    private readonly List<nint> _wrappedInputs = [];

    // Keys and values in the dict's order as C# wrote them. Everything here is kept alive by the template, the slots, or _others.
    private nint[] _keys = new nint[64];
    private nint[] _values = new nint[64];
    private EnvironKey?[] _names = new EnvironKey?[64];
    private int _count;
    private int _depth;

    // The state of the environ's other keys when the dict last had all of them.
    private int _seenOthers = -1;

    private EnvironMirror(Environ environ) => _environ = environ;

    /// <summary>A mirror nobody needs any more leaves its references to those who hold the GIL.</summary>
    ~EnvironMirror()
    {
        Trash.Add(Dict);
        foreach (var input in _wrappedInputs)
        {
            Trash.Add(input);
        }
        foreach (var value in _slotObjects)
        {
            Trash.Add(value);
        }
        AbandonOthers();
        AbandonNumbers();
        foreach (var key in _foreignKeys)
        {
            Trash.Add(key);
        }
        AbandonAdopted();
    }

    /// <summary>Python may have C# objects that lead back here; as long as it does, no finalizer runs.</summary>
    public void LetGo()
    {
        if (_depth > 0)
        {
            return;
        }
        AbandonOthers();
        AbandonNumbers();
        _others.Clear();
        _seenOthers = -1;
    }

    private record struct Entry(EnvironKey Key, object Value, nint Object);

    /// <summary>The dict while a call runs: borrowed.</summary>
    internal nint Dict { get; private set; }

    internal Environ Environ => _environ;

    /// <summary>The <c>wsgi.file_wrapper</c> of the Python server that called: borrowed; 0 when it has none.</summary>
    internal nint FileWrapper => _environ[FileWrapperKey] is PythonObject wrapper ? wrapper.Pointer : 0;

    internal string? RequestId => _environ.GetText(EnvironKey.RequestId);

    /// <summary>Call state that the next request of this environ uses again.</summary>
    internal PythonCall? FreeCall { get; set; }

    internal static EnvironMirror Of(Environ environ) => (EnvironMirror)(environ.Mirror ??= new EnvironMirror(environ));

    /// <summary>Begins a call into Python: the dict is there and holds what C# knows.</summary>
    internal nint Enter(nint template)
    {
        if (_depth++ == 0)
        {
            Dict = Owned.OrThrow(Py.CopyDict(template)).Pointer;
            Begin(template);
            PushAll();
            _version = DictVersion.Of(Dict);
        }
        else
        {
            Push();
        }
        return Dict;
    }

    /// <summary>Ends a call into Python; the outermost one lets go of the dict.</summary>
    internal void Leave()
    {
        if (--_depth == 0)
        {
            var dict = Dict;
            Dict = 0;
            _count = 0;
            Py.DecRef(dict);
            FreeForeignKeys();
        }
    }

    private void FreeForeignKeys()
    {
        foreach (var key in _foreignKeys)
        {
            Py.DecRef(key);
        }
        _foreignKeys.Clear();
    }

    /// <summary>Takes over what Python changed.</summary>
    internal void Pull()
    {
        if (IsKnown)
        {
            return;
        }
        PullAll();
        _version = DictVersion.Of(Dict);
    }

    // Whether nothing changed in the dict since all of it was seen.
    private bool IsKnown => _version != 0 && DictVersion.Of(Dict) == _version;

    private void PullAll()
    {
        nint position = 0, key, value;
        var index = 0;
        while (Py.NextItem(Dict, &position, &key, &value) != 0)
        {
            if (index < _count && _keys[index] == key && _values[index] == value)
            {
                index++;
                continue;
            }
            PullChanges();
            return;
        }
        if (index != _count)
        {
            PullChanges();
        }
    }

    /// <summary>Writes what C# changed since it last looked.</summary>
    internal void Push()
    {
        var isKnown = IsKnown;
        PushSlots();
        PushOthers();
        _version = isKnown ? DictVersion.Of(Dict) : 0;
    }

    private void PushSlots()
    {
        var slots = _environ.SlotValues;
        for (var changed = _environ.ChangedSlots; changed != 0; changed &= changed - 1)
        {
            var slot = BitOperations.TrailingZeroCount(changed);
            if (slot < slots.Length && !ReferenceEquals(slots[slot], _slotValues[slot]))
            {
                PushSlot(slot, slots[slot]);
            }
        }
        _environ.ChangedSlots = 0;
    }

    private void Begin(nint template)
    {
        _count = 0;
        nint position = 0, key, value;
        while (Py.NextItem(template, &position, &key, &value) != 0)
        {
            Remember(key, value, null);
        }
    }

    private void Remember(nint key, nint value, EnvironKey? name)
    {
        if (_count == _keys.Length)
        {
            Array.Resize(ref _keys, _count * 2);
            Array.Resize(ref _values, _count * 2);
            Array.Resize(ref _names, _count * 2);
        }
        _keys[_count] = key;
        _values[_count] = value;
        _names[_count++] = name;
    }

    /// <summary>The Python object of a C# one, for the call that runs: new.</summary>
    internal static nint Make(IPythonObject source) => PythonThread.OfCaller().Mirror is { } mirror
        ? mirror.MakeObject(source)
        : throw new InvalidOperationException("the Python object of a request is made while Python is called");

    private nint MakeObject(IPythonObject source)
    {
        var number = source.Answers is { } answers ? Handles.Add(answers) : 0;
        if (number != 0)
        {
            _numbers.Add(number);
        }
        return Shim.Make(source.Factory, number, source.Arguments);
    }

    private void FreeNumbers()
    {
        foreach (var number in _numbers)
        {
            Handles.Remove(number);
        }
        _numbers.Clear();
    }

    private void AbandonNumbers()
    {
        foreach (var number in _numbers)
        {
            MadeObjects.AbandonNumber(number);
        }
        _numbers.Clear();
    }

    private void PushAll()
    {
        if (_request != _environ.Request)
        {
            _request = _environ.Request;
            FreeNumbers();
        }
        FreeWrappedInputs();
        var slots = _environ.SlotValues;
        for (var slot = 0; slot < slots.Length; slot++)
        {
            var value = slots[slot];
            if (value is null)
            {
                continue;
            }
            if (slot == EnvironKey.Errors.Slot && value is not (PythonObject or PythonWriter))
            {
                _slotValues[slot] = value;
                continue;
            }
            if (slot == EnvironKey.Input.Slot && ReferenceEquals(value, Stream.Null))
            {
                _slotValues[slot] = value;
                continue;
            }
            var item = ObjectOf(slot, value);
            var name = EnvironKey.InSlot(slot);
            var key = PyString.OfKey(name);
            _ = Py.SetItemPlain(Dict, key, item);
            Remember(key, item, name);
        }
        ForgetAbsentSlots(slots);
        _environ.ChangedSlots = 0;
        DropOthers();
        PushOthers();
    }

    // The Python object of a slot's value, which the mirror keeps: the one of the last request when the value is equal.
    private nint ObjectOf(int slot, object value)
    {
        ref var known = ref _slotValues[slot];
        ref var item = ref _slotObjects[slot];
        if (ReferenceEquals(known, value) && item != 0)
        {
            return item;
        }
        if (item != 0 && value is string text && known is string old && text == old)
        {
            known = value;
            return item;
        }
        var converted = Owned.OrThrow(Conversion.ToPython(value)).Pointer;
        Replace(slot, converted);
        known = value;
        return converted;
    }

    private void Replace(int slot, nint item)
    {
        var old = _slotObjects[slot];
        _slotObjects[slot] = item;
        if (old == 0)
        {
            return;
        }
        if (slot == EnvironKey.Input.Slot && _slotValues[slot] is Stream)
        {
            FreeInput(old);
        }
        Py.DecRef(old);
    }

    private void FreeWrappedInputs()
    {
        foreach (var input in _wrappedInputs)
        {
            FreeInput(input);
            Py.DecRef(input);
        }
        _wrappedInputs.Clear();
    }

    private void KeepWrappedInput()
    {
        if (_slotObjects[EnvironKey.Input.Slot] is not 0 and var input)
        {
            _wrappedInputs.Add(input);
            _slotObjects[EnvironKey.Input.Slot] = 0;
        }
    }

    // A body is over when the next one comes: whoever kept the object reads the end. What came with an adopted dict is another mirror's.
    private void FreeInput(nint item)
    {
        if (!_adopted && Py.TypeOf(item) == Shim.Input && Handles.Remove(Shim.HandleOf(item)) is InputReader reader)
        {
            reader.Close();
        }
    }

    private void ForgetAbsentSlots(ReadOnlySpan<object?> slots)
    {
        for (var slot = 0; slot < slots.Length; slot++)
        {
            // A string stays for the next request that has the header; anything else must not outlive its request.
            if (slots[slot] is null && _slotValues[slot] is not (null or string))
            {
                Replace(slot, 0);
                _slotValues[slot] = null;
            }
        }
    }

    private void PushSlot(int slot, object? value)
    {
        var key = PyString.OfKey(EnvironKey.InSlot(slot));
        if (value is null)
        {
            Delete(key);
            Replace(slot, 0);
            _slotValues[slot] = null;
            return;
        }
        var item = ObjectOf(slot, value);
        _ = Py.SetItem(Dict, key, item);
        Rewrite(key, item, EnvironKey.InSlot(slot));
    }

    private void PushOthers()
    {
        var others = _environ.Others;
        if (_environ.OthersVersion == _seenOthers || (others.Length == 0 && _others.Count == 0))
        {
            return;
        }
        for (var i = _others.Count - 1; i >= 0; i--)
        {
            if (_environ[_others[i].Key] is null)
            {
                Delete(PyString.OfKey(_others[i].Key));
                Drop(_others[i]);
                _others.RemoveAt(i);
            }
        }
        foreach (var (key, value) in others)
        {
            PushOther(key, value);
        }
        _seenOthers = _environ.OthersVersion;
    }

    private void PushOther(EnvironKey key, object value)
    {
        var index = IndexOf(key);
        if (index >= 0 && ReferenceEquals(_others[index].Value, value))
        {
            if (value is IPythonObject { IsStale: true })
            {
                Shim.Refresh(_others[index].Object);
            }
            return;
        }
        var item = value is IPythonObject source ? Shared(source) ?? MakeObject(source) : Owned.OrThrow(Conversion.ToPython(value)).Pointer;
        var name = PyString.OfKey(key);
        _ = Py.SetItem(Dict, name, item);
        Rewrite(name, item, key);
        Keep(index, new Entry(key, value, item));
    }

    // One C# object under two keys is one object in Python too: a new reference.
    private nint? Shared(IPythonObject source)
    {
        foreach (var other in CollectionsMarshal.AsSpan(_others))
        {
            if (ReferenceEquals(other.Value, source))
            {
                Py.IncRef(other.Object);
                return other.Object;
            }
        }
        return null;
    }

    private int IndexOf(EnvironKey key)
    {
        var others = CollectionsMarshal.AsSpan(_others);
        for (var i = 0; i < others.Length; i++)
        {
            if (others[i].Key.Is(key))
            {
                return i;
            }
        }
        return -1;
    }

    private void Keep(int index, Entry entry)
    {
        if (entry.Value is IPythonObject made)
        {
            MadeObjects.Remember(entry.Object, made);
        }
        if (index < 0)
        {
            _others.Add(entry);
            return;
        }
        var old = _others[index];
        _others[index] = entry;
        Drop(old);
    }

    private static void Drop(Entry entry)
    {
        if (entry.Value is IPythonObject)
        {
            MadeObjects.Forget(entry.Object);
        }
        Py.DecRef(entry.Object);
    }

    private void AbandonOthers()
    {
        foreach (var other in _others)
        {
            if (other.Value is IPythonObject)
            {
                MadeObjects.Abandon(other.Object);
                continue;
            }
            Trash.Add(other.Object);
        }
    }

    private void DropOthers()
    {
        foreach (var other in _others)
        {
            Drop(other);
        }
        _others.Clear();
        _seenOthers = -1;
    }

    private void Rewrite(nint key, nint value, EnvironKey name)
    {
        var index = _keys.AsSpan(0, _count).IndexOf(key);
        if (index >= 0)
        {
            _values[index] = value;
            return;
        }
        Remember(key, value, name);
    }

    private void Delete(nint key)
    {
        if (Py.DelItem(Dict, key) != 0)
        {
            Py.ErrorClear();
        }
        var index = _keys.AsSpan(0, _count).IndexOf(key);
        if (index >= 0)
        {
            _keys.AsSpan(index + 1, _count - index - 1).CopyTo(_keys.AsSpan(index));
            _values.AsSpan(index + 1, _count - index - 1).CopyTo(_values.AsSpan(index));
            _names.AsSpan(index + 1, _count - index - 1).CopyTo(_names.AsSpan(index));
            _count--;
        }
    }

    // Something differs: read every item that is not as C# wrote it, and remove what is gone.
    private void PullChanges()
    {
        var before = new Dictionary<nint, (nint Value, EnvironKey? Name)>();
        for (var i = 0; i < _count; i++)
        {
            before[_keys[i]] = (_values[i], _names[i]);
        }
        _count = 0;
        nint position = 0, key, value;
        while (Py.NextItem(Dict, &position, &key, &value) != 0)
        {
            if (!Py.IsStr(key))
            {
                continue;
            }
            if (before.Remove(key, out var known) && known.Value == value)
            {
                Remember(key, value, known.Name);
                continue;
            }
            PullItem(key, value);
        }
        foreach (var (gone, known) in before)
        {
            // The dict alone may have kept a server's key, and dropped it: only its name is safe to look at.
            if (Py.GetItem(Dict, known.Name is { } name ? PyString.OfKey(name) : gone) == 0)
            {
                PullRemoval(known.Name ?? EnvironKey.Of(PyString.Read(gone)));
            }
        }
        _seenOthers = _environ.OthersVersion;
    }

    private void PullItem(nint key, nint value)
    {
        var name = EnvironKey.Of(PyString.Read(key));
        Take(name, value);
        if (key != PyString.OfKey(name))
        {
            Py.IncRef(key);
            _foreignKeys.Add(key);
        }
        Remember(key, value, name);
    }

    // Takes over a value of the dict, and keeps its object.
    private void Take(EnvironKey key, nint value)
    {
        var item = Read(key, value);
        _environ[key] = item;
        Py.IncRef(value);
        if (key.Slot == EnvironKey.Input.Slot)
        {
            KeepWrappedInput();
        }
        if (key.Slot >= 0)
        {
            Replace(key.Slot, value);
            _slotValues[key.Slot] = item;
        }
        else if (item is null)
        {
            Trash.Add(value);
        }
        else
        {
            Keep(IndexOf(key), new Entry(key, item, value));
        }
    }

    private object? Read(EnvironKey key, nint value)
    {
        if (key.Slot >= 0 && Py.TypeOf(value) == Py.StrType && _slotValues[key.Slot] is string known && PyString.Is(value, known))
        {
            return known;
        }
        if (ReferenceEquals(key, TokensKey) && (Py.IsList(value) || Py.IsTuple(value)))
        {
            return Conversion.Argument(value);
        }
        return (Conversion.Known(value) ?? (value == Py.None ? null : Held(value))) switch
        {
            PythonObject source when key.Slot == EnvironKey.Input.Slot => new PythonStream(source, PythonThread.OfCaller(), _adopted ? _environ : null),
            PythonObject source when key.Slot == EnvironKey.Errors.Slot => new PythonWriter(source),
            var item => item,
        };
    }

    private void PullRemoval(EnvironKey key)
    {
        _environ[key] = null;
        if (key.Slot == EnvironKey.Input.Slot)
        {
            KeepWrappedInput();
        }
        if (key.Slot >= 0)
        {
            Replace(key.Slot, 0);
            _slotValues[key.Slot] = null;
            return;
        }
        var index = IndexOf(key);
        if (index >= 0)
        {
            Drop(_others[index]);
            _others.RemoveAt(index);
        }
    }
}
