using System.Globalization;
using System.Text.Json.Nodes;
using Audit.Trials.Contract;

namespace Audit.Trials.Fuzzing;

/// <summary>What the document says of an answer.</summary>
/// <param name="MediaType">Of its body; null where it has none.</param>
/// <param name="Schema">Of its body.</param>
/// <param name="Keys">The errors that it may be.</param>
internal sealed record DocumentedAnswer(string? MediaType, JsonNode? Schema, IReadOnlySet<string> Keys, IReadOnlyList<(string Name, bool IsRequired, JsonNode Schema)> Headers);

/// <summary>All answers of the document, read when they are first asked for.</summary>
internal sealed class DocumentedAnswers
{
    public const string ProblemType = "application/problem+json";
    private const string NoRoute = "error.route_not_found";
    private const string NoMethod = "error.method_not_allowed";

    private readonly ContractDocument _contract;
    private readonly Dictionary<(string Id, int Status), DocumentedAnswer?> _answers = [];

    public DocumentedAnswers(ContractDocument contract)
    {
        _contract = contract;
        Check = new SchemaCheck(contract);
        // what is no operation's can't be in the document
        Codes = contract.Operations.SelectMany(o => o.Answers.Values).SelectMany(Errors).Select(e => e["value"]!).DistinctBy(e => (string)e["i18n_key"]!, StringComparer.Ordinal)
            .ToDictionary(e => (string)e["i18n_key"]!, e => ((int)e["status"]!, (int)e["code"]!), StringComparer.Ordinal);
        Codes.TryAdd(NoRoute, (404, 30104001));
        Codes.TryAdd(NoMethod, (405, 30101004));
    }

    public SchemaCheck Check { get; }

    /// <summary>Status and code of each error.</summary>
    public Dictionary<string, (int Status, int Code)> Codes { get; }

    /// <summary>Null where the operation has no such answer.</summary>
    public DocumentedAnswer? Of(ContractOperation operation, int status)
    {
        if (!_answers.TryGetValue((operation.Id, status), out var answer))
        {
            answer = operation.Answers.TryGetValue(status.ToString(CultureInfo.InvariantCulture), out var node) ? Read(node) : null;
            _answers.Add((operation.Id, status), answer);
        }

        return answer;
    }

    private DocumentedAnswer Read(JsonNode answer)
    {
        var content = answer["content"]?.AsObject().Single();
        var headers = answer["headers"]!.AsObject().Select(h => (h.Key, Node: _contract.Resolve(h.Value!)))
            .Select(h => (h.Key, (bool?)h.Node["required"] == true, h.Node["schema"]!));
        return new DocumentedAnswer(content?.Key, content?.Value!["schema"], Errors(answer).Select(e => (string)e["value"]!["i18n_key"]!).ToHashSet(StringComparer.Ordinal), [.. headers]);
    }

    private static IEnumerable<JsonNode> Errors(JsonNode answer) => answer["content"]?[ProblemType]?["examples"]?.AsObject().Select(e => e.Value!) ?? [];
}
