using Audit.Application.Common;
using Audit.Domain.Common;

namespace Audit.Api.Requests;

/// <summary>What was wrong with a request where it was read. One of each request.</summary>
public sealed class ReadingFaults : IReadingFaults
{
    private readonly List<FieldViolation> _found = [];
    private HashSet<(string Field, string Code)>? _known;

    public IReadOnlyList<FieldViolation> Found => _found;

    /// <summary>Whether more would not be reported.</summary>
    public bool IsFull => _found.Count >= FieldViolation.MaxReported;

    /// <summary>Takes a fault in, each once.</summary>
    public void Add(FieldViolation violation)
    {
        if (!IsFull && (_known ??= []).Add((violation.Field, violation.Code)))
        {
            _found.Add(violation);
        }
    }
}
