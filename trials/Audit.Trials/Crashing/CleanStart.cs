using System.Diagnostics;
using Audit.Trials.Running;

namespace Audit.Trials.Crashing;

/// <summary>What a store looks like that nobody was killed on, and how long a start takes.</summary>
internal sealed record CleanStart(IReadOnlyList<string> Files, IReadOnlyList<string> Schema, TimeSpan Took)
{
    public static async Task<CleanStart> MakeAsync()
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("audit.db");
        var start = Stopwatch.GetTimestamp();
        await using var instance = await Instance.StartAsync(file);
        var took = Stopwatch.GetElapsedTime(start);
        using var response = await IncidentWrites.Open("one", "low", key: null).SendAsync(instance[Instance.Tenants[0]], "clean");
        response.EnsureSuccessStatusCode();
        return new CleanStart(Names(file), StoreSnapshot.Of(file, isDeep: false).Schema, took);
    }

    /// <summary>Nothing is left that it wouldn't have made too.</summary>
    public void Compare(string file, StoreSnapshot store, Judge judge)
    {
        var strange = Names(file).Except(Files, StringComparer.Ordinal).ToList();
        judge.That(strange.Count == 0, () => "these files should not be there: " + string.Join(", ", strange));
        CompareSchema(store, judge);
    }

    /// <summary>The database is made of the same parts.</summary>
    public void CompareSchema(StoreSnapshot store, Judge judge)
    {
        var strange = store.Schema.Except(Schema, StringComparer.Ordinal).Concat(Schema.Except(store.Schema, StringComparer.Ordinal)).ToList();
        judge.That(strange.Count == 0, () => "the database should be made of what a clean start makes, and differs in " + string.Join("; ", strange));
    }

    private static List<string> Names(string file) => [.. Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(file)!).Select(name => Path.GetFileName(name)).Order(StringComparer.Ordinal)];
}
