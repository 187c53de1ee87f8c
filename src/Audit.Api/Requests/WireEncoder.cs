using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;

namespace Audit.Api.Requests;

/// <summary>
/// Escapes what JSON wants escaped (RFC 8259 section 7) and nothing else. The framework's encoders escape characters beyond the
/// basic plane whatever they are told.
/// </summary>
public sealed class WireEncoder : JavaScriptEncoder
{
    public static readonly WireEncoder Instance = new();

    private static readonly SearchValues<char> s_chars = SearchValues.Create([.. Enumerable.Range(0, ' ').Select(c => (char)c), '"', '\\']);
    private static readonly SearchValues<byte> s_bytes = SearchValues.Create([.. Enumerable.Range(0, ' ').Select(c => (byte)c), (byte)'"', (byte)'\\']);

    private WireEncoder()
    {
    }

    /// <summary><c>\u001f</c>.</summary>
    public override int MaxOutputCharactersPerInputCharacter => 6;

    public override bool WillEncode(int unicodeScalar) => unicodeScalar is < ' ' or '"' or '\\' || !Rune.IsValid(unicodeScalar);

    public override unsafe int FindFirstCharacterToEncode(char* text, int textLength)
    {
        var span = new ReadOnlySpan<char>(text, textLength);
        var found = span.IndexOfAny(s_chars);
        var before = found < 0 ? span : span[..found];
        var surrogate = before.IndexOfAnyInRange('\ud800', '\udfff');
        return surrogate < 0 ? found : FirstLoneSurrogate(before, surrogate) is var lone and >= 0 ? lone : found;
    }

    public override int FindFirstCharacterToEncodeUtf8(ReadOnlySpan<byte> utf8Text) =>
        System.Text.Unicode.Utf8.IsValid(utf8Text) ? utf8Text.IndexOfAny(s_bytes) : base.FindFirstCharacterToEncodeUtf8(utf8Text);

    public override unsafe bool TryEncodeUnicodeScalar(int unicodeScalar, char* buffer, int bufferLength, out int numberOfCharactersWritten) =>
        UnsafeRelaxedJsonEscaping.TryEncodeUnicodeScalar(unicodeScalar, buffer, bufferLength, out numberOfCharactersWritten);

    private static int FirstLoneSurrogate(ReadOnlySpan<char> text, int from)
    {
        for (var i = from; i < text.Length;)
        {
            if (Rune.DecodeFromUtf16(text[i..], out _, out var consumed) != OperationStatus.Done)
            {
                return i;
            }

            i += consumed;
        }

        return -1;
    }
}
