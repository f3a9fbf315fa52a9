// SPDX-License-Identifier: MIT
using System.Text;
using Composer.Middleware;

namespace Composer.Tests.Middleware;

/// <summary>A record in a file is always the one before or the one after, whoever reads or is ended at whatever time.</summary>
public sealed class RecordFileTests : IDisposable
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch.AddYears(50);

    private readonly TemporaryFolder _folder = new();

    private string Place => Path.Combine(_folder.Path, "ab", "a.session");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Records_of_any_length_replace_each_other()
    {
        byte[]? known = null;
        foreach (var length in (int[])[0, 1, 100, 900, 1000, 3000, 5000, 70_000, 300_000, 20])
        {
            var record = Record('a', length);
            Replace(known, record);

            Assert.Equal(record, Read());
            Assert.False(RecordFile.Replace(Place, Record('b', length + 1), record, null, Now));
            known = record;
        }
    }

    [Fact]
    public void A_file_stays_the_same_until_the_record_has_outgrown_it()
    {
        Replace(null, Record('a', 100));
        var length = new FileInfo(Place).Length;

        Replace(Record('a', 100), Record('b', 900));
        Assert.Equal(length, new FileInfo(Place).Length);

        Replace(Record('b', 900), Record('c', 1020));
        Assert.Equal(2 * length, new FileInfo(Place).Length);
        Assert.Equal(Place, Assert.Single(Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories)));
    }

    [Fact]
    public void Only_the_owner_reads_a_file_also_when_it_has_grown()
    {
        byte[]? known = null;
        foreach (var length in (int[])[10, 10_000])
        {
            Replace(known, known = Record('a', length));

            if (!OperatingSystem.IsWindows())
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Place));
            }
        }
    }

    [Fact]
    public void A_file_that_somebody_removed_does_not_come_back()
    {
        Replace(null, Record('a', 10));
        File.Delete(Place);

        Assert.Null(Read());
        Assert.False(RecordFile.Replace(Place, Record('a', 10), Record('b', 10), null, Now));
        Assert.False(File.Exists(Place));
    }

    [Fact]
    public void Who_is_killed_while_he_writes_leaves_the_record_that_was_there()
    {
        var (one, two, three) = (Record('1', 700), Record('2', 600), Record('3', 650));
        Replace(null, one);
        Replace(one, two);
        var before = File.ReadAllBytes(Place);
        Replace(two, three);
        var after = File.ReadAllBytes(Place);
        var changed = Enumerable.Range(0, after.Length).Where(i => before[i] != after[i]).ToArray();

        Assert.Equal(three, Read());
        foreach (var end in changed)
        {
            File.WriteAllBytes(Place, [.. after[..end], .. before[end..]]);
            Assert.Equal(two, Read());
        }
        foreach (var start in changed)
        {
            File.WriteAllBytes(Place, [.. before[..(start + 1)], .. after[(start + 1)..]]);
            Assert.Equal(two, Read());
        }
        Replace(two, three);
        Assert.Equal(three, Read());
    }

    [Fact]
    public void Who_is_killed_while_a_file_is_made_or_grows_is_in_nobodys_way()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Place)!); // it is below the folder
        File.WriteAllText(Place + ".spare", new string('x', 5000));

        Replace(null, Record('a', 10));
        Assert.Equal(Record('a', 10), Read());

        File.WriteAllText(Place + ".spare", "0 99 1");
        Replace(Record('a', 10), Record('b', 5000));
        Assert.Equal(Record('b', 5000), Read());

        File.WriteAllText(Place + ".spare", "");
        RecordFile.Delete(Place);
        Assert.Empty(Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void A_file_that_was_cut_off_has_no_record()
    {
        Replace(null, Record('a', 10));
        Replace(Record('a', 10), Record('b', 10));
        var whole = File.ReadAllBytes(Place);

        foreach (var length in Enumerable.Range(0, whole.Length))
        {
            File.WriteAllBytes(Place, whole[..length]);
            Assert.Throws<InvalidDataException>(Read);
        }
    }

    [Fact]
    public async Task Who_reads_while_others_write_sees_whole_records_one_after_the_other()
    {
        const int Writes = 2000;
        Replace(null, Numbered(0));
        var reading = Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (var last = 0; last < Writes;)
            {
                var read = Encoding.ASCII.GetString(Read()!); // it is never removed
                var number = int.Parse(read.AsSpan(0, 8), null);
                Assert.Equal(Encoding.ASCII.GetString(Numbered(number)), read);
                Assert.InRange(number, last, Writes);
                last = number;
            }
        })).ToArray();

        for (var i = 1; i <= Writes; i++)
        {
            Replace(Numbered(i - 1), Numbered(i));
        }

        await Task.WhenAll(reading);
    }

    [Theory]
    [InlineData("0 7 2733035711\n{\"n\":1}\n")]
    [InlineData("99795308346695 100 1850892727\n{\"user\":\"alice\",\"visits\":86,\"_accessed_time\":1795307086.6926613,\"_creation_time\":1795307081.9128597}\n\n")]
    public void A_file_with_one_record_as_it_once_was_is_read_and_replaced(string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Place)!); // it is below the folder
        File.WriteAllText(Place, file);
        File.WriteAllText(Place + ".spare", file);
        var record = Encoding.ASCII.GetBytes(file.Split('\n')[1]);

        Assert.Equal(record, Read());
        Replace(record, Record('a', 10));
        Assert.Equal(Record('a', 10), Read());
        Replace(Record('a', 10), Record('b', 10));
        Assert.Equal(Record('b', 10), Read());
    }

    [Fact]
    public void What_somebody_stores_cannot_pass_for_a_record()
    {
        Replace(null, Record('a', 10));
        var forged = File.ReadAllBytes(Place)[..100];
        var record = Enumerable.Repeat(forged, 30).SelectMany(bytes => bytes).ToArray();

        Replace(Record('a', 10), record);

        Assert.Equal(record, Read());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Files_are_opened_read_and_written_the_same_way_on_all_systems(bool elsewhere)
    {
        var path = Path.Combine(_folder.Path, "file");
        Func<string, bool, SmallFile?> open = elsewhere ? SmallFile.OpenElsewhere : SmallFile.Open;
        Func<string, SmallFile?> create = elsewhere ? SmallFile.CreateElsewhere : SmallFile.TryCreate;

        Assert.Null(open(path, false));
        Assert.Null(open(Path.Combine(_folder.Path, "none", "file"), true));
        Assert.Null(create(Path.Combine(_folder.Path, "none", "file")));
        Assert.ThrowsAny<SystemException>(() => Opened(create(_folder.Path)));

        File.WriteAllText(path, "what was there before");
        using (var file = Opened(create(path)))
        {
            file.Write("12345678"u8, 0);
            file.Write("ab"u8, 4);
            using var bytes = file.Read();
            Assert.Equal("1234ab78"u8, bytes.Span);
        }
        using (var file = Opened(open(path, false)))
        {
            Assert.ThrowsAny<SystemException>(() => file.Write("x"u8, 0));
        }
        Assert.Equal("1234ab78", File.ReadAllText(path));
    }

    private static SmallFile Opened(SmallFile? file) => file ?? throw new FileNotFoundException();

    private static byte[] Record(char of, int length) => Encoding.ASCII.GetBytes(new string(of, length));

    // Of different lengths, some of which need a longer file.
    private static byte[] Numbered(int number) => Encoding.ASCII.GetBytes($"{number:D8}{new string((char)('a' + (number % 26)), number * 7 % 600 * (1 + (number / 500)))}");

    private byte[]? Read() => RecordFile.Read(Place, Now)?.ToArray();

    private void Replace(byte[]? known, byte[] record) => Assert.True(RecordFile.Replace(Place, known is null ? default(ReadOnlyMemory<byte>?) : known, record, null, Now));
}
