// SPDX-License-Identifier: MIT
using Microsoft.Extensions.Logging;

namespace Composer.Middleware;

/// <summary>Keys of a file, PEM or JWKS, which is read again when it changes.</summary>
internal sealed class FileJwtKeys : IJwtKeySource
{
    private readonly ReloadedFile<JwtKeys> _file;

    public FileJwtKeys(string path, string remedy, Func<string, IReadOnlyList<JwtKey>> parse, IReadOnlyList<JwtAlgorithm> allowed, TimeProvider clock, ILogger log)
    {
        _file = new ReloadedFile<JwtKeys>(path, "file of keys", remedy, Parse, clock, log);

        JwtKeys Parse(IEnumerable<string> lines, Action<int, string> refused)
        {
            try
            {
                return new JwtKeys(parse(NativeText.Read(string.Join('\n', lines))), allowed);
            }
            catch (FormatException e)
            {
                throw new IOException($"{path}: {e.Message}", e);
            }
        }
    }

    /// <inheritdoc/>
    public JwtKeys? Current => _file.Table;

    /// <inheritdoc/>
    public Task LoadAsync(CancellationToken cancel)
    {
        _file.Load();
        return _file.Table.Count > 0 ? Task.CompletedTask : throw new IOException("the file of keys has no key for one of the algorithms");
    }

    /// <inheritdoc/>
    public ValueTask<JwtKeys?> RefreshAsync() => new(Current);
}
