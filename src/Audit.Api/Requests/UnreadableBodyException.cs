using Audit.Domain.Common;

namespace Audit.Api.Requests;

/// <summary>The body can't be read at all: too large, too slow, of another media type, or no JSON.</summary>
public sealed class UnreadableBodyException(string key) : AuditException(key);
