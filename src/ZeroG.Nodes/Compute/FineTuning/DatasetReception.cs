using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using ZeroG.Chain;
using ZeroG.Compute.FineTuning;
using ZeroG.Compute.FineTuning.Datasets;
using ZeroG.Nodes.Logging;

namespace ZeroG.Nodes.Compute.FineTuning;

/// <summary>
/// Takes datasets over HTTP: a form with the file and a signature over user and time. The file goes straight to the disk, since clients
/// send it first; it is kept only when the signature behind it is the user's and every line is right.
/// </summary>
internal sealed class DatasetReception(DatasetShelf shelf, long maximumSize, NodeLog log, TimeProvider time)
{
    // Around the file: boundaries, headers, signature and time.
    private const long FormSize = 64 << 10;

    // Each holds a file on the disk before anybody has proved who it is from.
    private const int UploadsAtOnce = 4;

    private int _uploads;

    /// <summary>Serves a request.</summary>
    /// <exception cref="ProviderRefusal">400, 401, 413, or 503 when as many as possible are coming in.</exception>
    public async Task ReceiveAsync(HttpContext context)
    {
        RouteTools.AllowBody(context, maximumSize + FormSize);
        Address user = RouteTools.User(context);
        if (Interlocked.Increment(ref _uploads) > UploadsAtOnce)
        {
            Interlocked.Decrement(ref _uploads);
            throw new ProviderRefusal(StatusCodes.Status503ServiceUnavailable, "Provider: upload dataset", "too many uploads at once")
            {
                RetryAfter = TimeSpan.FromSeconds(5),
            };
        }

        DatasetShelf.Incoming? file = null;
        try
        {
            Dictionary<string, string> fields = [];
            MultipartReader form = Open(context);
            while (await ReadAsync(() => form.ReadNextSectionAsync(context.RequestAborted)) is { } section)
            {
                if (section.AsFileSection() is { Name: "file", FileStream: { } content } part && file is null)
                {
                    CheckName(part.FileName);
                    file = await ReadAsync(() => shelf.ReceiveAsync(content, context.RequestAborted));
                }
                else if (section.AsFormDataSection() is { Name: "signature" or "timestamp" } field)
                {
                    fields.TryAdd(field.Name, await ReadAsync(() => field.GetValueAsync(context.RequestAborted).AsTask()));
                }
            }

            CheckSignature(user, RouteTools.UserText(context), fields);
            await KeepAsync(user, file ?? throw Bad("no file in the form"), context.RequestAborted);
            await RouteTools.WriteJsonAsync(context, new DatasetRecord(file.Hash.ToString(), "Dataset uploaded successfully").ToJson());
        }
        finally
        {
            file?.Dispose();
            Interlocked.Decrement(ref _uploads);
        }
    }

    private async Task KeepAsync(Address user, DatasetShelf.Incoming file, CancellationToken cancellationToken)
    {
        try
        {
            await DatasetReading.CountTokensAsync(file.Path, cancellationToken);
        }
        catch (TaskFailedException bad)
        {
            throw Bad($"invalid JSONL format: {bad.Message}");
        }

        file.Keep(user);
        FineTuningLog.DatasetTaken(log, user, file.Hash, file.Size);
    }

    private static MultipartReader Open(HttpContext context) =>
        MediaTypeHeaderValue.TryParse(context.Request.ContentType, out MediaTypeHeaderValue? type)
        && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
        && HeaderUtilities.RemoveQuotes(type.Boundary).Value is { Length: > 0 } boundary
            ? new MultipartReader(boundary, context.Request.Body)
            : throw Bad("the body is no multipart/form-data");

    // A form that ends early or breaks its own rules comes out as either of the two; what the server says of the request passes.
    private static async Task<T> ReadAsync<T>(Func<Task<T>> read)
    {
        try
        {
            return await read();
        }
        catch (Exception damage) when (damage is InvalidDataException or IOException and not BadHttpRequestException)
        {
            throw Bad($"the form is damaged: {damage.Message}");
        }
    }

    private static void CheckName(string name)
    {
        if (!DatasetCheck.IsName(name))
        {
            throw Bad("invalid file type: only .jsonl and .json files are allowed");
        }
    }

    private void CheckSignature(Address user, string userText, Dictionary<string, string> fields)
    {
        if (!long.TryParse(fields.GetValueOrDefault("timestamp"), NumberStyles.None, CultureInfo.InvariantCulture, out long timestamp))
        {
            throw Bad("invalid timestamp");
        }

        if (!TaskSignatures.IsCurrent(timestamp, time.GetUtcNow()))
        {
            throw Unauthorized($"timestamp {timestamp} is too old or too far in the future (max 300 seconds)");
        }

        if (!TaskSignatures.IsSignedBy(user, TaskSignatures.UploadDataset(userText, timestamp), fields.GetValueOrDefault("signature")))
        {
            throw Unauthorized("signature verification failed: it is not the user's over address and timestamp");
        }
    }

    private static ProviderRefusal Bad(string message) => FineTuningRefusal.OfDataset(StatusCodes.Status400BadRequest, message);

    private static ProviderRefusal Unauthorized(string message) =>
        FineTuningRefusal.OfDataset(StatusCodes.Status401Unauthorized, message);
}
