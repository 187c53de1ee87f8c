using System.Text.Json.Nodes;

namespace Audit.Client.Tests;

/// <summary>The operations of the kept document.</summary>
internal static class Operations
{
    private static readonly List<(string Id, string Method, string[] Path)> s_all =
    [
        .. from path in JsonNode.Parse(File.ReadAllText(Repository.File("openapi", "audit.v1.json")))!["paths"]!.AsObject()
           from method in path.Value!.AsObject()
           let id = (string?)method.Value!["operationId"]
           where id is not null
           select (id, method.Key.ToUpperInvariant(), path.Key.Split('/')),
    ];

    public static IEnumerable<string> All => s_all.Select(o => o.Id);

    /// <summary>Which one a request is for: of two that fit, the one with fewer parameters, for <c>stats</c> is no id.</summary>
    public static string Of(Received request)
    {
        var path = request.Uri.AbsolutePath.Split('/');
        return s_all.Where(o => o.Method == request.Method && o.Path.Length == path.Length && o.Path.Zip(path).All(part => IsParameter(part.First) || part.First == part.Second))
            .MinBy(o => o.Path.Count(IsParameter)).Id;
    }

    private static bool IsParameter(string part) => part.StartsWith('{');
}
