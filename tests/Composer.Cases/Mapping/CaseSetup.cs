// SPDX-License-Identifier: MIT
using System.Text.Json.Nodes;

namespace Composer.Cases.Mapping;

/// <summary>The config of a case while it is made: a family changes what the case says, then the general rules turn it into sections.</summary>
internal sealed class CaseSetup
{
    private readonly List<ConfigSection> _sections = [];

    /// <param name="one">The case.</param>
    /// <param name="folder">An empty folder for its files.</param>
    public CaseSetup(MiddlewareCase one, string folder)
    {
        Case = one;
        Folder = folder;
        Idea = one.Config.DeepClone().AsObject();
    }

    public MiddlewareCase Case { get; }

    /// <summary>Where the config and its files are.</summary>
    public string Folder { get; }

    /// <summary>A copy of what the case says about the component; families may change it.</summary>
    public JsonObject Idea { get; }

    /// <summary>Names of the filters, outermost first.</summary>
    public List<string> Filters { get; } = [];

    /// <summary>The name of the app's section; null for the case's inner app.</summary>
    public string? App { get; set; }

    /// <summary>What the case needs beside its site, a server for instance; disposed after it.</summary>
    public List<IAsyncDisposable> Neighbours { get; } = [];

    public IReadOnlyList<ConfigSection> Sections => _sections;

    /// <summary>Takes a setting out of what the case says; null when it is not there.</summary>
    public JsonNode? Take(string key)
    {
        var value = Idea[key];
        Idea.Remove(key);
        return value;
    }

    /// <summary>Adds a filter inside of those that are there.</summary>
    public void AddFilter(string component, JsonObject? settings = null)
    {
        var name = UniqueName(component);
        Add("filter", name, "composer:" + ComponentNames.Of(component), settings);
        Filters.Add(name);
    }

    /// <summary>Adds an app or a composite that is a C# component.</summary>
    public void AddApp(string name, string component, JsonObject? settings = null, string kind = "app") =>
        Add(kind, name, "composer:" + ComponentNames.Of(component), settings);

    /// <summary>Adds a wrapped app, whose calls are counted; its <c>use</c> is in the settings.</summary>
    public void AddInner(string name, JsonObject settings)
    {
        if (!_sections.Any(section => section.Name == "case-probe"))
        {
            Add("filter", "case-probe", "composer:case-probe", null);
        }
        settings["filter-with"] = "case-probe";
        Add(new ConfigSection("app", name, settings));
    }

    /// <summary>Adds an app whose calls are not counted; its <c>use</c> is in the settings.</summary>
    public void AddUncounted(string name, JsonObject settings) => Add(new ConfigSection("app", name, settings));

    /// <summary>Writes a file into the case's folder and returns its path.</summary>
    public string AddFile(string name, string content)
    {
        var path = Path.GetFullPath(name, Folder);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!); // it is below a folder
        File.WriteAllText(path, content);
        return path;
    }

    public bool HasSection(string name) => _sections.Any(section => section.Name == name);

    /// <summary>Writes the config and returns its path.</summary>
    public string WriteConfig()
    {
        GeneralMapping.Apply(this);
        var names = new JsonArray { "case-edge" };
        foreach (var name in Filters.Append(App!)) // GeneralMapping has set it
        {
            names.Add(name);
        }
        Add("filter", "case-edge", "composer:case-edge", null);
        Add(new ConfigSection("pipeline", "main", new JsonObject { ["pipeline"] = names }));
        return ConfigText.Write(Folder, _sections);
    }

    private string UniqueName(string component) => HasSection(component) ? $"{component}-{_sections.Count}" : component;

    private void Add(string kind, string name, string use, JsonObject? settings)
    {
        var all = new JsonObject { ["use"] = use };
        foreach (var (key, value) in settings ?? [])
        {
            all[key] = value?.DeepClone();
        }
        Add(new ConfigSection(kind, name, all));
    }

    private void Add(ConfigSection section) => _sections.Add(section);
}
