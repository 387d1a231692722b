using System.Net;
using System.Net.Http.Headers;
using ZeroG.Storage.Files;

namespace ZeroG.Compute.FineTuning;

/// <summary>The form in which a dataset goes to a provider: the file, the signature over the time, and the time.</summary>
/// <remarks>Source: 0g-compute-ts-sdk, src.ts/sdk/fine-tuning/provider/provider.ts.</remarks>
internal static class DatasetContent
{
    private const int Piece = 128 << 10;

    /// <summary>Makes the form.</summary>
    /// <param name="dataset">The file, whose name tells the provider what it is.</param>
    /// <param name="signature">See <see cref="TaskSignatures.UploadDataset"/>.</param>
    /// <param name="timestamp">Unix seconds that were signed.</param>
    /// <param name="sent">Receives the bytes sent so far; null for nobody.</param>
    public static MultipartFormDataContent Create(FileSource dataset, string signature, long timestamp, IProgress<long>? sent)
    {
        FileBytes bytes = new(dataset, sent);
        bytes.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        bytes.Headers.ContentDisposition =
            new ContentDispositionHeaderValue("form-data") { Name = "\"file\"", FileName = $"\"{Plain(dataset.Name)}\"" };
        return new MultipartFormDataContent
        {
            bytes,
            { new StringContent(signature), "\"signature\"" },
            { new StringContent($"{timestamp}"), "\"timestamp\"" },
        };
    }

    // The provider looks at the ending alone, and parsers of forms differ about everything outside ASCII.
    private static string Plain(string name) =>
        string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' ? c : '_'));

    private sealed class FileBytes(FileSource dataset, IProgress<long>? sent) : HttpContent
    {
        protected override bool TryComputeLength(out long length)
        {
            length = dataset.Size;
            return true;
        }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
            SerializeToStreamAsync(stream, context, CancellationToken.None);

        protected override async Task SerializeToStreamAsync(
            Stream stream, TransportContext? context, CancellationToken cancellationToken)
        {
            byte[] buffer = new byte[Piece];
            for (long sentSoFar = 0; sentSoFar < dataset.Size;)
            {
                Memory<byte> piece = buffer.AsMemory(0, (int)Math.Min(Piece, dataset.Size - sentSoFar));
                await dataset.ReadAsync(sentSoFar, piece, cancellationToken);
                await stream.WriteAsync(piece, cancellationToken);
                sentSoFar += piece.Length;
                sent?.Report(sentSoFar);
            }
        }
    }
}
