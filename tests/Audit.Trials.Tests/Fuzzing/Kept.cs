using Audit.Trials.Contract;
using Audit.Trials.Fuzzing;
using Audit.Trials.Fuzzing.Mutations;

namespace Audit.Trials.Tests.Fuzzing;

/// <summary>The kept copy of the document, and generators over it that know some things.</summary>
internal static class Kept
{
    public const string Incident = "inc_01k5m8z0c2e9v7q4t6x8y1w3r0";
    public const string Tenant = "tnt_a";

    public static string Text { get; } = File.ReadAllText(Path.Combine(Root(AppContext.BaseDirectory), "openapi", "audit.v1.json"));

    public static Actor Admin { get; } = new("admin", Tenant, "aaaaaaaaaaaaaaaaaaaaaaaaaaaa.bbbbbbbbbbbbbbbb.cccccccccccccccc", ["read", "write"]);

    public static IReadOnlyList<Actor> Actors { get; } =
    [
        Admin, Admin with { Name = "auditor", Permissions = ["read"] }, Admin with { Name = "detector", Permissions = ["report"] },
        Admin with { Name = "super_admin", Permissions = ["read", "write", "report"], MayCross = true }, Admin with { Name = "other", Tenant = "tnt_b" },
    ];

    public static Generator Generator(int seed) => Generator(seed, MutationList.All);

    public static Generator Generator(int seed, IReadOnlyList<Mutation> mutations)
    {
        var known = new Dictionary<string, KnownThings>(StringComparer.Ordinal) { [Tenant] = new(), ["tnt_b"] = new() };
        foreach (var kind in new[] { KnownThings.Incidents, KnownThings.Anomalies })
        {
            known[Tenant].Add(kind, kind + "01k5m8z0c2e9v7q4t6x8y1w3r0");
            known["tnt_b"].Add(kind, kind + "01k5m8z0c2e9v7q4t6x8y1w3r1");
        }

        return new Generator(new ContractDocument(Text), Actors, known, mutations, "127.0.0.1:1", new Random(seed));
    }

    private static string Root(string folder) => File.Exists(Path.Combine(folder, "Audit.sln")) ? folder : Root(Path.GetDirectoryName(folder)!);
}
