using System.Text.Json;
using System.Text.Json.Nodes;

namespace Audit.Trials.Fuzzing;

/// <summary>What the service wrote meanwhile.</summary>
internal static class ServiceLog
{
    /// <summary>The lines that tell of a fault of its own, or that something sent has broken in two.</summary>
    public static IEnumerable<string> Faults(string output) => output.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Where(IsFault);

    private static bool IsFault(string line)
    {
        if (line[0] != '{')
        {
            // it greets whoever starts it, before there is a log
            return line.StartsWith("at ", StringComparison.Ordinal) || line.Contains("nhandled exception", StringComparison.Ordinal);
        }

        try
        {
            return JsonNode.Parse(line) is not JsonObject entry || (string?)entry["LogLevel"] is not ("Trace" or "Debug" or "Information" or "Warning");
        }
        catch (JsonException)
        {
            return true;
        }
    }
}
