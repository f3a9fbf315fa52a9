// SPDX-License-Identifier: MIT
using System.Text.Json.Nodes;

namespace Composer.Cases.Mapping;

/// <summary>What holds for every family: names and values as they stand, <c>*_content</c> keys are files.</summary>
internal static class GeneralMapping
{
    private const string Content = "_content";

    public static void Apply(CaseSetup setup)
    {
        WriteFiles(setup);
        ReplaceFolders(setup.Idea, setup.Folder);
        if (setup.Take("outer") is { } outer)
        {
            // What it says goes to the log of the site.
            setup.AddFilter((string)outer!, (string)outer! == "accesslog" ? new JsonObject { ["setup_console_handler"] = false } : null);
        }
        if (setup.Take("filter") is { } filter && (string)filter! != "none")
        {
            setup.AddFilter((string)filter!, setup.Idea);
        }
        else if (setup.Take("filters") is JsonArray filters)
        {
            AddFilters(setup, filters);
        }
        else if (setup.Take("app") is { } app)
        {
            setup.App = "app";
            setup.AddApp("app", (string)app!, setup.Idea);
        }
        else if (setup.Take("composite") is { } composite)
        {
            setup.App = "composite";
            AddComposite(setup, setup.App, (string)composite!, setup.Idea);
        }
        if (setup.App is null)
        {
            InnerApps.Add(setup, "inner", setup.Case.Inner);
            setup.App = "inner";
        }
    }

    /// <summary>Adds a composite whose mounts are the names of apps, or composites of their own.</summary>
    public static void AddComposite(CaseSetup setup, string name, string component, JsonObject idea)
    {
        var settings = new JsonObject();
        foreach (var (key, value) in idea)
        {
            if (value is JsonObject nested && nested["composite"] is { } kind)
            {
                var rest = nested.DeepClone().AsObject();
                rest.Remove("composite");
                settings[key] = $"{name}{key}";
                AddComposite(setup, $"{name}{key}", (string)kind!, rest);
                continue;
            }
            settings[key] = value?.DeepClone();
            if (key is not ("catch" or "encoded_slash") && value is JsonValue && value.GetValueKind() == System.Text.Json.JsonValueKind.String)
            {
                settings[key] = AddMounted(setup, (string)value!);
            }
        }
        setup.AddApp(name, component, settings, "composite");
    }

    /// <summary>Adds the case's inner app under a name, which <c>echo</c> says, and returns its section: a name with a colon would be a URI.</summary>
    public static string AddMounted(CaseSetup setup, string name)
    {
        var section = name.Replace(':', '-');
        if (!setup.HasSection(section))
        {
            InnerApps.Add(setup, section, setup.Case.Inner, name);
        }
        return section;
    }

    // A filter's settings are what the case says under its name.
    private static void AddFilters(CaseSetup setup, JsonArray filters)
    {
        foreach (var name in filters.Select(filter => (string)filter!))
        {
            setup.AddFilter(name, setup.Take(name) as JsonObject);
        }
    }

    private static void WriteFiles(CaseSetup setup)
    {
        if (setup.Take("fixture") is JsonObject fixture)
        {
            foreach (var (name, content) in fixture)
            {
                setup.AddFile(Path.Combine("FIX", name), (string)content!);
            }
        }
        WriteContents(setup, setup.Idea);
    }

    private static void WriteContents(CaseSetup setup, JsonObject settings)
    {
        foreach (var (key, value) in settings.ToList())
        {
            if (value is JsonObject nested)
            {
                WriteContents(setup, nested);
            }
            else if (key.EndsWith(Content, StringComparison.Ordinal))
            {
                var setting = key[..^Content.Length];
                settings.Remove(key);
                settings[setting] = setup.AddFile((string?)settings[setting] ?? setting, (string)value!);
            }
        }
    }

    private static void ReplaceFolders(JsonObject settings, string folder)
    {
        foreach (var (key, value) in settings.ToList())
        {
            if (value is JsonObject nested)
            {
                ReplaceFolders(nested, folder);
            }
            else if (value?.GetValueKind() == System.Text.Json.JsonValueKind.String && (string)value! is var text && text.StartsWith('$'))
            {
                settings[key] = text.Replace("$TMP", Path.Combine(folder, "tmp"), StringComparison.Ordinal).Replace("$FIX", Path.Combine(folder, "FIX"), StringComparison.Ordinal);
            }
        }
    }
}
