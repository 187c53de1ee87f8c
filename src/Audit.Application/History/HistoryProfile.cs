using System.Linq.Expressions;
using Audit.Domain.History;
using AutoMapper;

namespace Audit.Application.History;

public sealed class HistoryProfile : Profile
{
    /// <summary>The one map of a history entry to the wire.</summary>
    public static readonly Expression<Func<HistoryEntry, HistoryEntryDto>> ToDto = entry => new HistoryEntryDto
    {
        Sequence = entry.Sequence,
        SubjectType = entry.SubjectType,
        SubjectId = entry.SubjectId,
        Action = entry.Action,
        From = entry.From,
        To = entry.To,
        ActorId = entry.ActorId,
        ActorName = entry.ActorName,
        ActorNameSha256 = entry.ActorNameSha256,
        ActorTenantId = entry.ActorTenantId,
        Note = entry.Note,
        NoteSha256 = entry.NoteSha256,
        OccurredAt = entry.OccurredAt,
        RequestId = entry.RequestId,
        TraceId = entry.TraceId,
        PreviousHash = entry.PreviousHash,
        Hash = entry.Hash,
    };

    public HistoryProfile() => CreateMap<HistoryEntry, HistoryEntryDto>().ConvertUsing(ToDto);
}
