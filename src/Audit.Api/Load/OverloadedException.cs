using Audit.Domain.Common;

namespace Audit.Api.Load;

/// <summary>More is under way than can be worked on in time.</summary>
public sealed class OverloadedException() : AuditException(ErrorKeys.Overloaded);
