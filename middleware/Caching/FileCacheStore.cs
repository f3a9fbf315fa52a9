// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Composer.Wsgi;
using Microsoft.Extensions.Logging;

namespace Composer.Middleware;

/// <summary>Keeps answers in a directory, which several processes may share; they are there after a restart.</summary>
/// <remarks>
/// A URL is a directory named by its hash; in it are <c>vary</c>, the names of the headers that count, and for each variant a <c>.head</c> (JSON) and the body that this one names.
/// Files are written beside and renamed, so that nobody reads half of one. From time to time, what was not used longest is deleted until all together is within the limit.
/// </remarks>
internal sealed partial class FileCacheStore(string directory, long most, TimeProvider clock, ILogger log) : ICacheStore
{
    private const string VaryFile = "vary";
    private const string HeadEnding = ".head";
    private const string BodyEnding = ".body";

    // A volume of its own has a directory lost+found.
    private static readonly EnumerationOptions Readable = new() { IgnoreInaccessible = true, AttributesToSkip = 0 };

    private static readonly TimeSpan UseCountsAfter = TimeSpan.FromMinutes(1);

    private readonly Lock _sweep = new();
    private long _untilSweep; // the first answer looks at what is there

    /// <summary>Makes the directory, for the own user only.</summary>
    public void Start() => PrivateFolder.Create(directory);

    public CacheHit? Find(string key, Environ environ)
    {
        try
        {
            var folder = FolderOf(key);
            var vary = Path.Combine(folder, VaryFile);
            return File.Exists(vary) ? Read(key, Path.Combine(folder, VariantOf(File.ReadAllText(vary), name => CacheVariant.ValueOf(environ, name)) + HeadEnding)) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // deleted, or replaced, in the meantime
        }
    }

    public void Put(string key, CachedResponse head, ReadOnlyMemory<byte> body)
    {
        try
        {
            var folder = FolderOf(key);
            PrivateFolder.Create(folder);
            var names = string.Join(',', head.Vary.Select(pair => pair.Key));
            var values = head.Vary.ToDictionary(pair => pair.Key, pair => pair.Value);
            var variant = Path.Combine(folder, VariantOf(names, name => values[name]));
            var before = File.Exists(variant + HeadEnding) ? Read(key, variant + HeadEnding) : null;
            var bodyFile = $"{Path.GetFileName(variant)}-{Guid.NewGuid():N}{BodyEnding}";
            WriteBeside(Path.Combine(folder, bodyFile), body.Span);
            try
            {
                WriteBeside(variant + HeadEnding, JsonSerializer.SerializeToUtf8Bytes(new Stored(key, head, bodyFile, body.Length)));
                WriteBeside(Path.Combine(folder, VaryFile), Encoding.UTF8.GetBytes(names));
            }
            catch
            {
                File.Delete(Path.Combine(folder, bodyFile));
                throw;
            }
            Delete(before);
            Count(body.Length + 1024);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Log.NotKept(log, directory, e.Message);
        }
    }

    public void Freshen(string key, CacheHit found, CachedResponse head)
    {
        try
        {
            var (path, body) = (Place)found.Place;
            WriteBeside(path, JsonSerializer.SerializeToUtf8Bytes(new Stored(key, head, body, found.Length)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Log.NotKept(log, directory, e.Message);
        }
    }

    public bool Remove(string key)
    {
        try
        {
            var folder = FolderOf(key);
            File.Delete(Path.Combine(folder, VaryFile)); // without it nothing is found any more, even if the rest cannot go now
            Directory.Delete(folder, recursive: true);
            return true;
        }
        catch (DirectoryNotFoundException)
        {
            return false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Log.NotRemoved(log, directory, e.Message);
            return false;
        }
    }

    private CacheHit? Read(string key, string path)
    {
        if (!File.Exists(path) || Parsed(File.ReadAllBytes(path)) is not { } stored || stored.Key != key)
        {
            return null;
        }
        Touch(path);
        var body = Path.Combine(Path.GetDirectoryName(path)!, stored.Body); // it is in a folder
        return new CacheHit(stored.Head, stored.Length, () => Open(body, stored.Length), new Place(path, stored.Body));
    }

    private static Stored? Parsed(byte[] json)
    {
        try
        {
            return JsonSerializer.Deserialize<Stored>(json);
        }
        catch (JsonException)
        {
            return null; // somebody else wrote it
        }
    }

    private static FileBody? Open(string path, long length)
    {
        try
        {
            return new FileBody(File.OpenHandle(path, options: FileOptions.Asynchronous | FileOptions.SequentialScan), 0, length);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    // The time of its last use is that of the file.
    private void Touch(string path)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        if (now - File.GetLastWriteTimeUtc(path) > UseCountsAfter)
        {
            File.SetLastWriteTimeUtc(path, now);
        }
    }

    private void Count(long bytes)
    {
        if (Interlocked.Add(ref _untilSweep, -bytes) > 0 || !_sweep.TryEnter())
        {
            return;
        }
        try
        {
            Interlocked.Exchange(ref _untilSweep, most / 8);
            Sweep();
        }
        finally
        {
            _sweep.Exit();
        }
    }

    private void Sweep()
    {
        var folders = new DirectoryInfo(directory).EnumerateDirectories("*", Readable).SelectMany(first => first.EnumerateDirectories("*", Readable))
            .Select(folder => (Folder: folder, Files: FilesOf(folder))).Where(one => one.Files.Length > 0)
            .Select(one => (one.Folder, Size: one.Files.Sum(file => file.Length), Used: one.Files.Where(file => file.Name != VaryFile).Select(file => file.LastWriteTimeUtc).DefaultIfEmpty().Max()))
            .OrderByDescending(one => one.Used).ToList();
        var size = 0L;
        foreach (var (folder, bytes, _) in folders)
        {
            size += bytes;
            if (size > most - (most / 8))
            {
                Delete(folder);
            }
        }
    }

    // Another process, or a change, may be faster; the rest is looked at all the same.
    private static FileInfo[] FilesOf(DirectoryInfo folder)
    {
        try
        {
            return folder.GetFiles();
        }
        catch (IOException)
        {
            return [];
        }
    }

    private void Delete(DirectoryInfo folder)
    {
        try
        {
            folder.Delete(recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Log.NotRemoved(log, directory, e.Message);
        }
    }

    private static void Delete(CacheHit? before)
    {
        if (before?.Place is Place { Path: var path, Body: var body })
        {
            File.Delete(Path.Combine(Path.GetDirectoryName(path)!, body)); // it is in a folder
        }
    }

    private static void WriteBeside(string path, ReadOnlySpan<byte> bytes)
    {
        var beside = $"{path}.{Guid.NewGuid():N}";
        try
        {
            File.WriteAllBytes(beside, bytes);
            File.Move(beside, path, overwrite: true);
        }
        catch
        {
            File.Delete(beside); // a full disk must not fill up with beginnings
            throw;
        }
    }

    private string FolderOf(string key)
    {
        var hash = Hash(key);
        return Path.Combine(directory, hash[..2], hash);
    }

    private static string VariantOf(string names, Func<string, string> value) =>
        Hash(string.Join('\n', names.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(name => string.Create(CultureInfo.InvariantCulture, $"{name}:{value(name)}"))));

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));

    private sealed record Stored(string Key, CachedResponse Head, string Body, long Length);

    private sealed record Place(string Path, string Body);

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "The cache in {Directory} could not keep an answer: {Reason}")]
        public static partial void NotKept(ILogger logger, string directory, string reason);

        [LoggerMessage(Level = LogLevel.Error, Message = "The cache in {Directory} could not forget an answer: {Reason}")]
        public static partial void NotRemoved(ILogger logger, string directory, string reason);
    }
}
