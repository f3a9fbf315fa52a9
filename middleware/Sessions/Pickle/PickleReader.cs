// SPDX-License-Identifier: MIT
using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace Composer.Middleware;

/// <summary>Reads a Python pickle (protocols 0 to 5) that holds plain data. Nothing is ever imported or called: what is not in <see cref="PickleConstructor"/>'s short list is an error.</summary>
internal ref struct PickleReader
{
    private const int MostItems = 1_000_000;
    private const int LongestNumber = 4300; // digits: Python's own limit

    private readonly ReadOnlySpan<byte> _bytes;
    private readonly List<object?> _stack = [];
    private readonly Stack<int> _marks = [];
    private readonly Dictionary<long, object?> _memo = [];
    private int _position;

    private PickleReader(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    /// <summary>The value: null, bool, long or <c>BigInteger</c>, double, string, bytes, decimal, dates, <c>List</c>, <c>Dictionary</c>, <c>HashSet</c>, and <c>object[]</c> for a tuple.</summary>
    /// <exception cref="InvalidDataException">It is no pickle, or one of something else.</exception>
    public static object? Read(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return new PickleReader(bytes).Run();
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException or FormatException or OverflowException or IndexOutOfRangeException or InvalidCastException)
        {
            throw new InvalidDataException("the pickle is damaged", error);
        }
    }

    private object? Run()
    {
        while (true)
        {
            var opcode = Take(1)[0];
            if (opcode == '.')
            {
                return _stack is [var value] ? value : throw Damaged();
            }
            Step(opcode);
            if (_stack.Count > MostItems || _memo.Count > MostItems)
            {
                throw new InvalidDataException("the pickle holds too much");
            }
        }
    }

    private void Step(byte opcode)
    {
        switch (opcode)
        {
            case 0x80: // PROTO
                Take(1);
                break;
            case 0x95: // FRAME
                Take(8);
                break;
            case (byte)'(':
                _marks.Push(_stack.Count);
                break;
            case (byte)'0':
                Pop();
                break;
            case (byte)'1':
                PopToMark();
                break;
            case (byte)'2':
                Push(_stack[^1]);
                break;
            case (byte)'N' or 0x88 or 0x89:
                Push(opcode == 'N' ? null : opcode == 0x88);
                break;
            case (byte)'I' or (byte)'J' or (byte)'K' or (byte)'M' or (byte)'L' or 0x8a or 0x8b or (byte)'F' or (byte)'G':
                Push(Number(opcode));
                break;
            case (byte)'S' or (byte)'T' or (byte)'U' or (byte)'V' or (byte)'X' or 0x8c or 0x8d:
                Push(Text(opcode));
                break;
            case (byte)'B' or (byte)'C' or 0x8e:
                Push(Take(Length(opcode == 'C' ? 1 : opcode == 'B' ? 4 : 8)).ToArray());
                break;
            case (byte)'p' or (byte)'q' or (byte)'r' or 0x94:
                _memo[opcode == 0x94 ? _memo.Count : Index(opcode, (byte)'p')] = _stack[^1];
                break;
            case (byte)'g' or (byte)'h' or (byte)'j':
                Push(_memo.TryGetValue(Index(opcode == 'j' ? (byte)'i' : opcode, (byte)'g'), out var kept) ? kept : throw Damaged());
                break;
            case (byte)'c':
                Push(PickleConstructor.Of(Line(), Line()));
                break;
            case 0x93: // STACK_GLOBAL
                var name = (string?)Pop();
                Push(PickleConstructor.Of((string?)Pop() ?? "", name ?? ""));
                break;
            case (byte)'R':
                var arguments = (object?[]?)Pop();
                Push(((PickleConstructor?)Pop() ?? throw Damaged()).Make(arguments ?? []));
                break;
            default:
                Collect(opcode);
                break;
        }
    }

    private void Collect(byte opcode)
    {
        switch (opcode)
        {
            case (byte)']':
                Push(new List<object?>());
                break;
            case (byte)'l':
                Push(new List<object?>(PopToMark()));
                break;
            case (byte)'a':
                var last = Pop();
                Top<List<object?>>().Add(last);
                break;
            case (byte)'e':
                var more = PopToMark();
                Top<List<object?>>().AddRange(more);
                break;
            case (byte)')':
                Push(Array.Empty<object?>());
                break;
            case (byte)'t':
                Push(PopToMark());
                break;
            case 0x85 or 0x86 or 0x87: // TUPLE1 to TUPLE3
                Push(Pop(opcode - 0x84));
                break;
            case (byte)'}':
                Push(new Dictionary<object, object?>());
                break;
            case (byte)'d':
                Push(Set([], PopToMark()));
                break;
            case (byte)'s':
                var pair = Pop(2);
                Set(Top<Dictionary<object, object?>>(), pair);
                break;
            case (byte)'u':
                var pairs = PopToMark();
                Set(Top<Dictionary<object, object?>>(), pairs);
                break;
            case 0x8f: // EMPTY_SET
                Push(new HashSet<object?>());
                break;
            case 0x90: // ADDITEMS
                var items = PopToMark();
                Top<HashSet<object?>>().UnionWith(items);
                break;
            case 0x91: // FROZENSET
                Push(new HashSet<object?>(PopToMark()));
                break;
            default:
                throw new InvalidDataException($"the pickle wants more than data (opcode 0x{opcode:x2})");
        }
    }

    private object Number(byte opcode) => opcode switch
    {
        (byte)'J' => (long)BinaryPrimitives.ReadInt32LittleEndian(Take(4)),
        (byte)'K' => (long)Take(1)[0],
        (byte)'M' => (long)BinaryPrimitives.ReadUInt16LittleEndian(Take(2)),
        (byte)'G' => BinaryPrimitives.ReadDoubleBigEndian(Take(8)),
        (byte)'F' => double.Parse(Line(), NumberStyles.Float, CultureInfo.InvariantCulture),
        0x8a => Whole(Take(Length(1))),
        0x8b => Whole(Take(Short(Length(4)))),
        _ => WrittenNumber(Line()),
    };

    // Protocol 0 writes True as 01, and a long with its L.
    private static object WrittenNumber(string line) => line switch
    {
        "00" => false,
        "01" => true,
        _ when long.TryParse(line.AsSpan().TrimEnd('L'), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
        _ => BigInteger.Parse(line.AsSpan(0, Short(line.Length)).TrimEnd('L'), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture),
    };

#pragma warning disable CA1859 // it is one type or the other
    private static object Whole(ReadOnlySpan<byte> bytes) => bytes.Length <= sizeof(long) ? (long)new BigInteger(bytes) : (object)new BigInteger(bytes);
#pragma warning restore CA1859

    // To read a number, or write it, takes time that grows with the square of its length.
    private static int Short(int length) => length <= LongestNumber ? length : throw new InvalidDataException("the pickle holds too long a number");

    private string Text(byte opcode) => opcode switch
    {
        (byte)'S' => PickleText.Unquoted(Line()),
        (byte)'V' => PickleText.Unescaped(Line()),
        (byte)'T' => PickleText.OfPython2(Take(Length(4))),
        (byte)'U' => PickleText.OfPython2(Take(Length(1))),
        _ => Encoding.UTF8.GetString(Take(Length(opcode == 0x8c ? 1 : opcode == 'X' ? 4 : 8))),
    };

    // In each family the first opcode has a line of text, the second a byte, the third four.
    private long Index(byte opcode, byte first) =>
        opcode == first ? long.Parse(Line(), NumberStyles.None, CultureInfo.InvariantCulture) : Length(opcode == first + 1 ? 1 : 4);

    private int Length(int size)
    {
        var bytes = Take(size);
        var length = size switch { 1 => bytes[0], 4 => BinaryPrimitives.ReadUInt32LittleEndian(bytes), _ => BinaryPrimitives.ReadUInt64LittleEndian(bytes) };
        return checked((int)length);
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        var taken = _bytes.Slice(_position, count);
        _position += count;
        return taken;
    }

    private string Line()
    {
        var length = _bytes[_position..].IndexOf((byte)'\n');
        var line = Encoding.Latin1.GetString(Take(length));
        _position++;
        return line;
    }

    private readonly void Push(object? value) => _stack.Add(value);

    private readonly object? Pop() => Pop(1)[0];

    private readonly object?[] Pop(int count)
    {
        var start = _stack.Count - count;
        if (_marks.TryPeek(out var mark) && start < mark)
        {
            throw Damaged();
        }
        object?[] popped = [.. _stack[start..]];
        _stack.RemoveRange(start, count);
        return popped;
    }

    private readonly object?[] PopToMark()
    {
        var mark = _marks.Pop();
        object?[] popped = [.. _stack[mark..]];
        _stack.RemoveRange(mark, popped.Length);
        return popped;
    }

    private readonly T Top<T>()
        where T : class => _stack[^1] as T ?? throw Damaged();

    private static Dictionary<object, object?> Set(Dictionary<object, object?> map, object?[] pairs)
    {
        for (var i = 0; i < pairs.Length; i += 2)
        {
            map[pairs[i] ?? throw new InvalidDataException("the pickle has a dict with the key None")] = pairs[i + 1];
        }
        return map;
    }

    private static InvalidDataException Damaged() => new("the pickle is damaged");
}
