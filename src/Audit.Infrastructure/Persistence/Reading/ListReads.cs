namespace Audit.Infrastructure.Persistence.Reading;

/// <summary>Where lists, searches and statistics are read: where everything is, or at a secondary, which may be a little behind.</summary>
internal sealed record ListReads(IReads Reads);
