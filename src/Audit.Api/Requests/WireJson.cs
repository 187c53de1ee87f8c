using System.Buffers.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Audit.Api.Anomalies;
using Audit.Api.Incidents;
using Audit.Api.Problems;
using Audit.Application.Anomalies;
using Audit.Application.Callers;
using Audit.Application.Common;
using Audit.Application.History;
using Audit.Application.Incidents;
using Audit.Domain.Anomalies;
using Audit.Domain.Common;
using Audit.Domain.Incidents;

namespace Audit.Api.Requests;

/// <summary>The JSON of the wire: <c>snake_case</c>, text as it is, absent members left out, enumerations by name, times in UTC.</summary>
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(int))]
[JsonSerializable(typeof(long))]
[JsonSerializable(typeof(CreateIncidentRequest))]
[JsonSerializable(typeof(DataResponse<IncidentDto>))]
[JsonSerializable(typeof(ListResponse<IncidentDto>))]
[JsonSerializable(typeof(UpdateAnomalyStatusRequest))]
[JsonSerializable(typeof(DataResponse<AnomalyDto>))]
[JsonSerializable(typeof(ReportAnomalyRequest))]
[JsonSerializable(typeof(IReadOnlyList<ReportAnomalyRequest>))]
[JsonSerializable(typeof(DataResponse<ReportedAnomalyDto>))]
[JsonSerializable(typeof(ReportAnomaliesResponse))]
[JsonSerializable(typeof(bool))]
[JsonSerializable(typeof(UpdateIncidentStatusRequest))]
[JsonSerializable(typeof(UpdateIncidentRequest))]
[JsonSerializable(typeof(AssignRequest))]
[JsonSerializable(typeof(CommentRequest))]
[JsonSerializable(typeof(LinkAnomalyRequest))]
[JsonSerializable(typeof(EscalateAnomalyRequest))]
[JsonSerializable(typeof(ChangeIncidentsRequest))]
[JsonSerializable(typeof(ChangeAnomaliesRequest))]
[JsonSerializable(typeof(DoneResponse))]
[JsonSerializable(typeof(BulkResponse))]
[JsonSerializable(typeof(ListResponse<AnomalyDto>))]
[JsonSerializable(typeof(ListResponse<HistoryEntryDto>))]
[JsonSerializable(typeof(InfoResponse<VerificationDto>))]
[JsonSerializable(typeof(InfoResponse<StatsDto>))]
[JsonSerializable(typeof(InfoResponse<MeDto>))]
public sealed partial class WireJson : JsonSerializerContext
{
    public static WireJson Wire { get; } = new(Configure(new JsonSerializerOptions()));

    /// <summary>How the type is read and written; every type of the wire is known here.</summary>
    public static JsonTypeInfo Of(Type type) => Wire.GetTypeInfo(type) ?? throw new InvalidOperationException($"{type} is missing in {nameof(WireJson)}.");

    public static JsonSerializerOptions Configure(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
        options.DictionaryKeyPolicy = null;
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.Encoder = WireEncoder.Instance;
        options.Converters.Add(new UtcTimeConverter());
        options.Converters.Add(new JsonStringEnumConverter<Severity>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false));
        options.Converters.Add(new JsonStringEnumConverter<IncidentStatus>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false));
        options.Converters.Add(new JsonStringEnumConverter<Resolution>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false));
        options.Converters.Add(new JsonStringEnumConverter<AnomalyStatus>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false));
        return options;
    }

    /// <summary>RFC 3339 in UTC with milliseconds and a <c>Z</c>.</summary>
    private sealed class UtcTimeConverter : JsonConverter<DateTimeOffset>
    {
        private const int RoundTripLength = 28;
        private const int UpToMilliseconds = 23;

        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTimeOffset();

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options)
        {
            Span<byte> text = stackalloc byte[RoundTripLength];
            Utf8Formatter.TryFormat(value.UtcDateTime, text, out _, 'O');
            text[UpToMilliseconds] = (byte)'Z';
            writer.WriteStringValue(text[..(UpToMilliseconds + 1)]);
        }
    }
}
