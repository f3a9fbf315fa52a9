// SPDX-License-Identifier: MIT
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Composer.Cli.Trying;

/// <summary>A request's way as JSON: a list, outermost first, each row with its depth.</summary>
internal static class TraceJson
{
    /// <summary>Writes it to standard output.</summary>
    public static void Write(TraceStep? way, bool timing)
    {
        using var output = Console.OpenStandardOutput();
        using (var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            WriteSteps(json, way, timing);
        }
        output.Write("\n"u8);
    }

    /// <summary>Writes it into other JSON.</summary>
    public static void WriteSteps(Utf8JsonWriter json, TraceStep? way, bool timing)
    {
        json.WriteStartArray();
        foreach (var (step, depth) in way?.All() ?? [])
        {
            json.WriteStartObject();
            json.WriteString("node", step.Node.Name);
            json.WriteString("type", step.Node.Type);
            json.WriteNumber("depth", depth);
            json.WriteString("factory", (step.Node as FactoryNode)?.Factory.ToString());
            json.WriteString("source", (step.Node.Source with { Column = 0 }).ToString());
            json.WriteString("SCRIPT_NAME", step.ScriptName);
            json.WriteString("PATH_INFO", step.PathInfo);
            if (timing || step.Status is not null)
            {
                json.WriteString("status", step.Status);
            }
            if (timing)
            {
                json.WriteString("error", step.Error?.Message);
                json.WriteNumber("bytes", step.Bytes);
                json.WriteNumber("self_ms", Math.Round(step.Self.TotalMilliseconds, 3));
                json.WriteNumber("total_ms", Math.Round(step.Total.TotalMilliseconds, 3));
            }
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
