using Audit.Domain.Common;

namespace Audit.Application.Common;

/// <summary>What was found wrong while the request was read (types, unknown members), so that it is reported with the rest.</summary>
public interface IReadingFaults
{
    IReadOnlyList<FieldViolation> Found { get; }
}
