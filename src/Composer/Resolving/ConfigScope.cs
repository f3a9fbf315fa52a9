// SPDX-License-Identifier: MIT
using Composer.Config;

namespace Composer;

/// <summary>The sections of one config file, as one caller sees them (Paste Deploy's ConfigLoader).</summary>
internal sealed class ConfigScope(ConfigFiles files, ConfigFile file, Conf? caller) : Scope
{
    private readonly Lazy<Defaults> _defaults = new(() => new Defaults(file, caller, files.Options.Environment));

    public ConfigFile File => file;

    public ConfigFiles Files => files;

    public Defaults Defaults => _defaults.Value;

    internal override string Place => file.Document.File;

    internal override Node Get(Resolution resolution, ObjectKind kind, Reference reference, Conf? globalConf)
    {
        if (file.Document.Failure is { } failure)
        {
            return Failure.Of(kind, reference, file.IsReadable ? file.Document.Problems : [NoSuchFile(reference, failure)], failure);
        }
        if (reference.IsUri)
        {
            var display = PosixPath.DirectoryOf(file.Document.File);
            return new ConfigUri(files, PosixPath.DirectoryOf(file.PythonName), display).Get(resolution, kind, reference, name: null, globalConf);
        }
        var found = SectionLookup.Find(file, kind, reference.Name);
        if (found is not [var section])
        {
            return SectionLookup.Failure(file, kind, reference, found, files.EntryPoints);
        }
        var frame = new Frame(file, kind, section, globalConf, reference);
        return resolution.Inside(frame, () => new SectionResolver(this, resolution, frame).Resolve());
    }

    /// <summary>The problem of a missing file stands where somebody asks for it.</summary>
    private Diagnostic NoSuchFile(Reference reference, PythonError failure)
    {
        var problem = file.Document.Problems[0];
        return reference.Asker is null ? problem : problem with { Source = reference.Source, Message = $"{problem.Message} (included from {reference.Asker})", Hint = problem.Hint ?? (failure.Type == "FileNotFoundError" ? "a relative path begins at the folder of the file that says it" : null), Python = failure };
    }
}
