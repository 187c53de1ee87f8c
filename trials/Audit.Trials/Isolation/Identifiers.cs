using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Audit.Trials.Isolation;

/// <summary>What a stranger knows of a tenant: what things are called in it.</summary>
/// <param name="Word">Stands in every name that the tenant chose itself, its keys and external ids too.</param>
/// <param name="Tenant">Its own name.</param>
/// <param name="Incident">An incident.</param>
/// <param name="Anomaly">An anomaly.</param>
/// <param name="Comment">A comment on the incident.</param>
/// <param name="Hash">The hash of its first history entry.</param>
/// <param name="IncidentCursor">Where a walk through its incidents goes on.</param>
/// <param name="AnomalyCursor">Where a walk through its anomalies goes on.</param>
internal sealed record Identifiers(
    string Word, string Tenant, string Incident, string Anomaly, string Comment, string Hash, string IncidentCursor, string AnomalyCursor)
{
    private const string Letters = "abcdefghjkmnpqrstvwxyz";

    private const int TenantWord = 8;

    /// <summary>Of an id, what says when it was made: so that one made up sorts where the true one does.</summary>
    private const int KeptOfId = 14;

    /// <summary>The same of nobody: of the same form, at the same place in every order.</summary>
    public Identifiers OfNobody(string word) => new(
        word,
        Tenant[..^TenantWord] + NewWord(TenantWord),
        Another(Incident),
        Another(Anomaly),
        Another(Comment),
        RandomNumberGenerator.GetHexString(Hash.Length, lowercase: true),
        AnotherCursor(IncidentCursor),
        AnotherCursor(AnomalyCursor));

    public static string NewTenant() => "tnt-" + NewWord(TenantWord);

    public static string NewWord(int length = 12) => RandomNumberGenerator.GetString(Letters, length);

    public void FillIn(Blanks blanks)
    {
        blanks["word"] = Word;
        blanks["tenant"] = Tenant;
        blanks["incident"] = Incident;
        blanks["INCIDENT"] = Incident.ToUpperInvariant();
        blanks["anomaly"] = Anomaly;
        blanks["comment"] = Comment;
        blanks["hash"] = Hash;
        blanks["incident.cursor"] = IncidentCursor;
        blanks["anomaly.cursor"] = AnomalyCursor;
    }

    private static string Another(string id) => id[..KeptOfId] + RandomNumberGenerator.GetString("0123456789abcdefghjkmnpqrstvwxyz", id.Length - KeptOfId);

    /// <summary>Whoever looks into a cursor finds the id that it stands behind.</summary>
    private static string AnotherCursor(string cursor)
    {
        var bytes = Base64Url.DecodeFromChars(cursor);
        var id = Tokens.OwnIn(Encoding.Latin1.GetString(bytes)).FirstOrDefault() ?? throw new TrialException("A cursor holds no id any more: one that is of nobody can't be made.");
        var text = Encoding.Latin1.GetString(bytes).Replace(id, Another(id), StringComparison.Ordinal);
        return Base64Url.EncodeToString(Encoding.Latin1.GetBytes(text));
    }
}
