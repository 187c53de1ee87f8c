using System.Globalization;
using System.Text.Json.Nodes;
using Audit.Trials.Contract;

namespace Audit.Trials.Fuzzing;

/// <summary>Bodies as the document allows them, and as the rules between members that no schema says want them.</summary>
internal sealed class ValidBodies(Random random, Func<string, string> pick)
{
    private static readonly string[] s_resolutionMembers = ["resolution", "resolution_note", "duplicate_of", "cascade"];
    private static readonly IReadOnlyList<string> s_changes = ["status", "assignee", "comment"];

    public JsonNode Of(ContractOperation operation)
    {
        if (!operation.IsBatch)
        {
            return Thing(operation);
        }

        var count = random.Next(20) == 0 ? random.Next(50, 150) : random.Next(1, 6);
        return new JsonArray([.. Enumerable.Range(0, count).Select(_ => Thing(operation))]);
    }

    private JsonObject Thing(ContractOperation operation)
    {
        var thing = new JsonObject();
        foreach (var member in operation.Members)
        {
            if (member.IsRequired || random.Next(3) == 0)
            {
                thing[member.Name] = Value(operation, member);
            }
        }

        if (thing.ContainsKey("ids"))
        {
            OneChange(operation, thing);
        }

        if ((string?)thing["status"] is not "resolved")
        {
            foreach (var name in s_resolutionMembers)
            {
                thing.Remove(name);
            }
        }
        else if ((string?)thing["resolution"] != "duplicate")
        {
            thing.Remove("duplicate_of");
        }

        return thing;
    }

    /// <summary>A bulk change is exactly one of three.</summary>
    private void OneChange(ContractOperation operation, JsonObject thing)
    {
        var chosen = s_changes[random.Next(s_changes.Count)];
        foreach (var member in operation.Members.Where(m => m.Name != "ids"))
        {
            if (member.Name == chosen)
            {
                thing[member.Name] = Value(operation, member);
            }
            else if (chosen != "status" || s_changes.Contains(member.Name, StringComparer.Ordinal))
            {
                thing.Remove(member.Name);
            }
        }
    }

    private JsonNode? Value(ContractOperation operation, ContractMember member)
    {
        var name = member.Name;
        var ofAnomalies = operation.Path.Contains("/anomalies", StringComparison.Ordinal);
        if (member.Rules["enum"] is JsonArray names)
        {
            return (string)names[random.Next(names.Count)]!;
        }

        return member.Type switch
        {
            "boolean" => random.Next(2) == 0,
            "integer" => 1_700_000_000 + random.Next(50_000_000),
            "array" => name == "ids" ? Ids(ofAnomalies ? KnownThings.Anomalies : KnownThings.Incidents, 1) : Ids(name == "source_anomaly_ids" ? KnownThings.Anomalies : "evt_", 0),
            _ => Text(name, (int)member.Rules["maxLength"]!, member.IsNullable),
        };
    }

    private string? Text(string name, int most, bool mayBeNull)
    {
        var kind = random.Next(20);
        return name switch
        {
            _ when mayBeNull && kind < 4 => null,
            "case_id" or "duplicate_of" => pick(KnownThings.Incidents),
            "external_id" => string.Create(CultureInfo.InvariantCulture, $"det-{random.Next(200)}"),
            "assignee" or "user_id" => string.Create(CultureInfo.InvariantCulture, $"usr_{random.Next(20)}"),
            // long ones are rare, or lists of them take all the time there is
            _ => kind == 5 ? Texts.OfLength(random, Math.Min(most, random.Next(20) == 0 ? most : 300)) : Texts.Words(random, most),
        };
    }

    private JsonArray Ids(string kind, int least)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        for (var count = random.Next(least, 5); count > 0; count--)
        {
            ids.Add(kind == "evt_" ? string.Create(CultureInfo.InvariantCulture, $"evt_{random.Next(500)}") : pick(kind));
        }

        return [.. ids.Select(id => (JsonNode)id)];
    }
}
