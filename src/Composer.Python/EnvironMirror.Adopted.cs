// SPDX-License-Identifier: MIT
using Composer.Python.Native;
using Composer.Wsgi;

namespace Composer.Python;

/// <summary>Environs that Python made: those of Python servers, and of components that call with an environ of their own.</summary>
internal sealed unsafe partial class EnvironMirror
{
    private readonly List<PythonObject> _lent = [];
    private readonly StartedResponse _started = new();
    private bool _adopted;

    // How many of the keys came with the dict; C# and the app added those behind them.
    private int _came;

    /// <summary>What the app told start_response, to be told on as it is; null when the environ began in C#.</summary>
    internal StartedResponse? Started => _adopted ? _started : null;

    /// <summary>A C# view of a dict that Python made.</summary>
    /// <param name="dict">The environ of a server, or of a component that made its own.</param>
    /// <param name="spare">The mirror of an earlier request, which is over: most of what it knows is the same again. Or null.</param>
    internal static EnvironMirror Adopt(nint dict, EnvironMirror? spare)
    {
        Trash.Drain(); // on a server's own threads nobody else does
        MadeObjects.Drain();
        var mirror = spare ?? Of(new Environ());
        Py.IncRef(dict);
        mirror.Dict = dict;
        mirror._depth = 1;
        mirror._adopted = true;
        if (spare is null || !mirror.TryPullNext())
        {
            mirror.Forget();
            mirror.PullChanges();
        }
        mirror._came = mirror._count;
        mirror.CompleteTarget();
        mirror._version = DictVersion.Of(dict);
        mirror._environ.ChangedSlots = 0;
        return mirror;
    }

    // The target as the client sent it: gunicorn calls it RAW_URI, the others REQUEST_URI.
    private void CompleteTarget()
    {
        var (target, raw) = (_environ.GetText(EnvironKey.RequestUri), _environ.GetText(EnvironKey.RawUri));
        if (target is null && raw is not null)
        {
            Share(EnvironKey.RawUri, EnvironKey.RequestUri);
        }
        else if (raw is null && target is not null)
        {
            Share(EnvironKey.RequestUri, EnvironKey.RawUri);
        }
    }

    // One object under two keys.
    private void Share(EnvironKey known, EnvironKey missing)
    {
        var item = _slotObjects[known.Slot];
        Py.IncRef(item);
        Replace(missing.Slot, item);
        _environ[missing] = _slotValues[missing.Slot] = _slotValues[known.Slot];
        var key = PyString.OfKey(missing);
        _ = Py.SetItem(Dict, key, item);
        Remember(key, item, missing);
    }

    /// <summary>Ends the view of an adopted dict.</summary>
    /// <param name="isOver">Nothing of the request is used any more: the mirror may serve another.</param>
    internal void Return(bool isOver)
    {
        Py.DecRef(Dict);
        Dict = 0;
        _depth = 0;
        FreeForeignKeys();
        if (!isOver)
        {
            return;
        }
        while (_count > _came)
        {
            Drop(_count - 1);
            _count--;
        }
        DropObjects();
        FreeNumbers();
        FreeWrappedInputs();
        TakeBackLent();
        _started.Clear();
        _environ.Renew();
    }

    // The next request of a server has the same keys in the same order, and many of the same values. False: it has not.
    private bool TryPullNext()
    {
        nint position = 0, key, value;
        var index = 0;
        while (Py.NextItem(Dict, &position, &key, &value) != 0)
        {
            if (index == _count || _names[index] is not { } name || !(name.Native == key || (Py.IsStr(key) && PyString.Is(key, name.Name))))
            {
                return false;
            }
            _keys[index] = key; // the dict keeps it
            if (_values[index] != value)
            {
                Take(name, value);
                _values[index] = value;
            }
            index++;
        }
        _seenOthers = _environ.OthersVersion;
        return index == _count;
    }

    // Forgets everything: the dict is another one.
    private void Forget()
    {
        for (var i = 0; i < _count; i++)
        {
            if (_values[i] != 0)
            {
                Drop(i);
            }
        }
        _count = 0;
    }

    // Removes the value of a key that the dict had.
    private void Drop(int index)
    {
        if (_names[index] is { } name)
        {
            PullRemoval(name);
        }
    }

    // Text and tuples may stay for the next request; a stream or a socket must not outlive its own.
    private void DropObjects()
    {
        for (var i = 0; i < _count; i++)
        {
            if (_values[i] is not 0 and var value && Py.TypeOf(value) is var type && type != Py.StrType && type != Py.TupleType && type != Py.TypeOf(Py.True))
            {
                Drop(i);
                _values[i] = 0;
            }
        }
    }

    private void TakeBackLent()
    {
        foreach (var lent in _lent)
        {
            Py.DecRef(lent.TakeBack());
        }
        _lent.Clear();
    }

    // Nobody ended the request: its body was never closed.
    private void AbandonAdopted()
    {
        foreach (var lent in _lent)
        {
            Trash.Add(lent.TakeBack());
        }
        _started.Abandon();
    }

    // While a dict is adopted its objects are lent: they are given back with it. Tuples stay for the next request (see DropObjects).
    private PythonObject Held(nint value)
    {
        if (!_adopted || Py.TypeOf(value) == Py.TupleType)
        {
            return PythonObject.Share(value);
        }
        var lent = PythonObject.Lend(value);
        _lent.Add(lent);
        return lent;
    }
}
