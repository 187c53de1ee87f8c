namespace Audit.Domain.Common;

/// <summary>
/// A refusal the caller can act on: a stable key and the arguments its text is made from. The set of kinds is closed:
/// each is thrown where its rule stands and translated in one place.
/// </summary>
public abstract class AuditException(string key, IReadOnlyDictionary<string, object>? args = null) : Exception(key)
{
    public string Key { get; } = key;

    /// <summary>Values are strings, numbers or arrays of strings.</summary>
    public IReadOnlyDictionary<string, object> Args { get; } = args ?? new Dictionary<string, object>(StringComparer.Ordinal);

    protected static IReadOnlyDictionary<string, object> ArgsOf(params ReadOnlySpan<(string Name, object Value)> args)
    {
        var map = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (var (name, value) in args)
        {
            map.Add(name, value);
        }

        return map;
    }
}

/// <summary>No such thing in the caller's tenant.</summary>
public sealed class NotFoundException(string key, string id) : AuditException(key, ArgsOf(("id", id)));

/// <summary>The status table has no such move.</summary>
public sealed class TransitionRefusedException(string subjectType, string from, string to, string[] allowed)
    : AuditException(ErrorKeys.TransitionRefused, ArgsOf(("subject", subjectType), ("from", from), ("to", to), ("allowed", allowed)));

/// <summary>A closed incident takes comments and links, and no other change.</summary>
public sealed class IncidentClosedException(string id) : AuditException(ErrorKeys.IncidentClosed, ArgsOf(("id", id)));

/// <summary>The anomaly has an incident of its own already.</summary>
public sealed class AlreadyEscalatedException(string incidentId) : AuditException(ErrorKeys.AlreadyEscalated, ArgsOf(("incident_id", incidentId)));

/// <summary>One more would be more of this than one thing takes.</summary>
public sealed class CapacityReachedException(string field, int max) : AuditException(ErrorKeys.CapacityReached, ArgsOf(("field", field), ("max", max)));

/// <summary>The caller's condition names another version than the present one.</summary>
public sealed class PreconditionFailedException(long currentVersion)
    : AuditException(ErrorKeys.PreconditionFailed, ArgsOf(("current_version", currentVersion)))
{
    public long CurrentVersion { get; } = currentVersion;
}

/// <summary>Somebody else changed the same thing at the same time, again and again.</summary>
public sealed class ConcurrentChangeException() : AuditException(ErrorKeys.ConcurrentChange);

/// <summary>The key was used before, for another request.</summary>
public sealed class IdempotencyKeyReusedException() : AuditException(ErrorKeys.IdempotencyKeyReused);

/// <summary>The request breaks the rules of its shape; every broken field is named.</summary>
public sealed class InvalidRequestException(IReadOnlyList<FieldViolation> violations) : AuditException(ErrorKeys.InvalidRequest)
{
    public IReadOnlyList<FieldViolation> Violations { get; } = violations;
}
