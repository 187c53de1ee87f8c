using System.Text;
using System.Text.Json.Nodes;
using Audit.Trials.Contract;

namespace Audit.Trials.Fuzzing.Mutations;

/// <summary>Writes the body that was meant again, with something else in it.</summary>
internal static class Editing
{
    private const string Placeholder = "<here>";

    public static T? One<T>(this Random random, IEnumerable<T> of)
    {
        var all = of.ToList();
        return all.Count == 0 ? default : all[random.Next(all.Count)];
    }

    /// <summary>One of the thing's members, or null.</summary>
    public static ContractMember? Member(this Draft draft, Random random, Func<ContractMember, bool> which) =>
        draft.Json is null ? null : random.One(draft.Operation.Members.Where(which));

    /// <summary>Changes the thing, or one of the batch.</summary>
    public static void Edit(this Draft draft, Random random, Action<JsonObject> change) => draft.Body = Encoding.UTF8.GetBytes(Written(draft, random, change));

    /// <summary>Gives a member of the thing a value, as it stands in JSON, whether or not it is any.</summary>
    public static void Put(this Draft draft, Random random, string member, string raw) => draft.Put(random, member, Encoding.UTF8.GetBytes(raw));

    public static void Put(this Draft draft, Random random, string member, byte[] raw)
    {
        var text = Written(draft, random, thing => thing[member] = Placeholder);
        var at = text.IndexOf('"' + Placeholder + '"', StringComparison.Ordinal);
        draft.Body = [.. Encoding.UTF8.GetBytes(text[..at]), .. raw, .. Encoding.UTF8.GetBytes(text[(at + Placeholder.Length + 2)..])];
    }

    /// <summary>The body that was meant.</summary>
    public static string Meant(this Draft draft) => Texts.Json(draft.Json!);

    private static string Written(Draft draft, Random random, Action<JsonObject> change)
    {
        var body = draft.Json!.DeepClone();
        change(body is JsonArray batch ? batch[random.Next(batch.Count)]!.AsObject() : body.AsObject());
        return Texts.Json(body);
    }
}
