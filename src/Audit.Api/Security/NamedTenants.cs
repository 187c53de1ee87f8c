using Audit.Api.Requests;
using Audit.Application.Common;
using Audit.Domain.Common;

namespace Audit.Api.Security;

/// <summary>The tenants that a request names beside its token; a blank name is none.</summary>
internal sealed class NamedTenants
{
    private static readonly NamedTenants s_none = new([]);
    private readonly IReadOnlyList<string> _names;

    private NamedTenants(IReadOnlyList<string> names) => _names = names;

    /// <summary>The one tenant that is named, if it is one.</summary>
    public string? Single => _names.Count == 1 ? _names[0] : null;

    /// <summary>Header lines that somebody in between joined with commas (RFC 9110 section 5.3) are taken apart again.</summary>
    public static NamedTenants Of(HttpRequest request, string home)
    {
        var lines = request.Headers[WireHeaders.TenantId];
        var asked = request.Query[Operation.TenantId];
        if (lines.Count == 0 && asked.Count == 0)
        {
            return s_none;
        }

        var named = lines.SelectMany(line => Texts.Trim(line) == home ? [home] : (line ?? "").Split(',')).Concat(asked);
        return new NamedTenants([.. named.Select(Texts.Trim).OfType<string>().Distinct(StringComparer.Ordinal)]);
    }

    public bool NamesOtherThan(string home) => _names.Any(n => n != home);

    /// <summary>What is wrong with the names; for callers who may name other tenants, as anybody else is refused before.</summary>
    public IEnumerable<FieldViolation> Violations()
    {
        if (_names.Count > 1 || _names.Any(n => !TokenClaims.IsPrintable(n)))
        {
            yield return new FieldViolation(Operation.TenantId, ViolationCodes.Format, Value: string.Join(", ", _names));
        }
        else if (_names.Any(n => n.Length > Limits.Name))
        {
            yield return new FieldViolation(
                Operation.TenantId, ViolationCodes.MaxLength, new Dictionary<string, object>(StringComparer.Ordinal) { ["max"] = Limits.Name }, _names[0]);
        }
    }
}
