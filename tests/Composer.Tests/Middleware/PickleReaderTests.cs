// SPDX-License-Identifier: MIT
using System.Collections;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Composer.Middleware;

namespace Composer.Tests.Middleware;

/// <summary>Pickles that Python wrote, read as data.</summary>
public sealed class PickleReaderTests
{
    private const string Python = "/usr/bin/python3";

    // Each is a Python expression, and what is made of its value here.
    private static readonly (string Python, string Here)[] Values =
    [
        ("None", "null"),
        ("True", "True"),
        ("[1, -1, 255, 65536, -2**31, 2**40, -2**63]", "[1, -1, 255, 65536, -2147483648, 1099511627776, -9223372036854775808]"),
        ("[1.5, 1e300]", "[1.5, 1E+300]"),
        ("'Grüße, 世界 \\n\\\\ 🚲'", "Grüße, 世界 \n\\ 🚲"),
        ("'x' * 300", new string('x', 300)),
        ("b'\\x00\\xff'", "bytes 00FF"),
        ("b''", "bytes "),
        ("{'a': [1, (2, ()), {}], 3: 'b'}", "{a: [1, (2, ()), {}], 3: b}"),
        ("(1, 2, 3, 4)", "(1, 2, 3, 4)"),
        ("{1}", "set [1]"),
        ("frozenset(['x'])", "set [x]"),
        ("datetime.datetime(2026, 1, 2, 3, 4, 5, 678)", "2026-01-02T03:04:05.0006780"),
        ("datetime.datetime(2026, 1, 2, tzinfo=datetime.timezone.utc)", "2026-01-02T00:00:00.0000000+00:00"),
        ("datetime.datetime(2026, 1, 2, tzinfo=datetime.timezone(datetime.timedelta(hours=-3)))", "2026-01-02T00:00:00.0000000-03:00"),
        ("datetime.datetime(2026, 1, 2, fold=1)", "2026-01-02T00:00:00.0000000"),
        ("datetime.date(2026, 11, 21)", "2026-11-21"),
        ("datetime.timedelta(-1, 2, 3)", "-23:59:57.9999970"),
        ("decimal.Decimal('1.10')", "1.10"),
        ("(lambda x: [x, x])([1])", "[[1], [1]]"),
        ("list(range(1100))", "[" + string.Join(", ", Enumerable.Range(0, 1100)) + "]"),
    ];

    private static readonly string[] Attacks =
    [
        "pickle.dumps(Reduce(os.system, ('touch PROOF',)))",
        "pickle.dumps(Reduce(eval, ('open(\"PROOF\", \"w\")',)))",
        "pickle.dumps({'session': Reduce(exec, ('open(\"PROOF\", \"w\")',))})",
        "pickle.dumps(Reduce(__import__, ('antigravity',)), 2)",
        "b'cos\\nsystem\\n(S\\'touch PROOF\\'\\ntR.'",
        "b'\\x80\\x04\\x8c\\x05posix\\x8c\\x06system\\x93\\x8c\\x0btouch PROOF\\x85R.'",
        "b'(S\\'touch PROOF\\'\\nios\\nsystem\\n.'",
        "b'\\x80\\x02c__builtin__\\nset\\n)\\x81.'",
        "b'\\x80\\x02}q\\x00c__builtin__\\nset\\nb.'",
        "b'\\x80\\x02\\x82\\x01.'",
        "b'\\x80\\x02Vposix.system\\nQ.'",
        "pickle.dumps(types.SimpleNamespace(a=1))",
        "pickle.dumps(collections.OrderedDict(a=1))",
        "pickle.dumps(os.system)",
        "b'\\x80\\x02c_codecs\\nencode\\nX\\x01\\x00\\x00\\x00aX\\x04\\x00\\x00\\x00zlib\\x86R.'",
        "b'\\x80\\x02cdatetime\\ndatetime\\n(K\\x01K\\x01K\\x01tR.'",
        "b'\\x80\\x02cdecimal\\nDecimal\\nX\\x08\\x00\\x00\\x001e999999\\x85R.'",
        "b'\\x80\\x02cbuiltins\\nset\\nX\\x01\\x00\\x00\\x00aR.'",
    ];

    [SkippableFact]
    public async Task Every_protocol_is_read()
    {
        Skip.IfNot(File.Exists(Python), "there is no Python");
        var written = await PicklesAsync($"for p in range(6):\n for v in [{string.Join(", ", Values.Select(row => row.Python))}]: out(pickle.dumps(v, p))");

        Assert.Equal(6 * Values.Length, written.Count);
        Assert.All(written.Select((pickle, i) => (pickle, i)), one => Assert.Equal(Values[one.i % Values.Length].Here, Text(PickleReader.Read(one.pickle))));
    }

    [SkippableFact]
    public async Task What_would_run_something_in_Python_is_an_error_and_runs_nothing()
    {
        Skip.IfNot(File.Exists(Python), "there is no Python");
        var pickles = await PicklesAsync(string.Join('\n', Attacks.Select(row => $"out({row})")));

        Assert.Equal(Attacks.Length, pickles.Count);
        Assert.All(pickles, pickle => Assert.Throws<InvalidDataException>(() => PickleReader.Read(pickle)));
        Assert.False(File.Exists("PROOF"));
    }

    [SkippableFact]
    public async Task A_pickle_that_is_cut_off_or_damaged_is_an_error_and_nothing_else()
    {
        Skip.IfNot(File.Exists(Python), "there is no Python");
        var whole = await PicklesAsync("for p in range(6): out(pickle.dumps({'a': [1, 2.5, 'x', (b'y', {3}), datetime.date(2026, 1, 1)], 'b': None}, p))");
        var random = new Random(1);

        foreach (var pickle in whole)
        {
            Assert.All(Enumerable.Range(0, pickle.Length), length => Assert.Throws<InvalidDataException>(() => PickleReader.Read(pickle.AsSpan(0, length))));
            for (var i = 0; i < 2000; i++)
            {
                var damaged = pickle.ToArray();
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
                Assert.True(Record.Exception(() => PickleReader.Read(damaged)) is null or InvalidDataException);
            }
        }
    }

    [Fact]
    public void Strings_of_Python_2_are_text()
    {
        Assert.Equal("grün", PickleReader.Read(Encoding.Latin1.GetBytes("\u0080\u0002U\u0005gr\u00c3\u00bcn.")));
        Assert.Equal("gr\u00fcn", PickleReader.Read(Encoding.Latin1.GetBytes("S'gr\\xfcn'\np0\n.")));
    }

    private static async Task<List<byte[]>> PicklesAsync(string program)
    {
        var source = $$"""
            import base64, collections, datetime, decimal, os, pickle, types
            def out(data): print(base64.b64encode(data).decode())
            class Reduce:
                def __init__(self, *call): self.call = call
                def __reduce__(self): return self.call
            {{program}}
            """;
        using var process = Process.Start(new ProcessStartInfo(Python, ["-c", source]) { RedirectStandardOutput = true, RedirectStandardError = true })!; // not a shell command
        var error = process.StandardError.ReadToEndAsync();
        var lines = (await process.StandardOutput.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await error);
        return [.. lines.Select(Convert.FromBase64String)];
    }

    private static string Text(object? value) => value switch
    {
        null => "null",
        string text => text,
        byte[] bytes => "bytes " + Convert.ToHexString(bytes),
        object?[] tuple => $"({string.Join(", ", tuple.Select(Text))})",
        HashSet<object?> set => $"set [{string.Join(", ", set.Select(Text))}]",
        IDictionary map => $"{{{string.Join(", ", map.Keys.Cast<object>().Select(key => $"{Text(key)}: {Text(map[key])}"))}}}",
        IEnumerable items => $"[{string.Join(", ", items.Cast<object?>().Select(Text))}]",
        DateTime or DateTimeOffset or DateOnly => ((IFormattable)value).ToString("O", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}
