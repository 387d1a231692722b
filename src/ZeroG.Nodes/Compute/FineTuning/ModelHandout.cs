using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using ZeroG.Chain;
using ZeroG.Compute.FineTuning;

namespace ZeroG.Nodes.Compute.FineTuning;

/// <summary>
/// Hands an encrypted model to the user whose task it was, the way around 0G Storage. A download that was cut off goes on where it stopped,
/// which official brokers do not offer.
/// </summary>
internal sealed class ModelHandout(TaskAdmission tasks, TaskFolder folder, TimeProvider time)
{
    /// <summary>Answers with the file.</summary>
    /// <exception cref="ProviderRefusal">401, 403, 404, 409 before the model is delivered, 416, or 503 when it is gone.</exception>
    public async Task SendAsync(HttpContext context, Address user, Guid id, TaskSignatureRecord signed)
    {
        Check(user, id, signed);
        ProviderTask task = tasks.Find(user, id);
        if (!task.State.HasReached(FineTuningState.Delivered))
        {
            throw FineTuningRefusal.OfModelFile(
                StatusCodes.Status409Conflict, "task is not ready for download. Please wait for 'Delivered' status");
        }

        FileInfo file = new(folder.Model(id));
        if (!file.Exists)
        {
            throw FineTuningRefusal.OfModelFile(
                StatusCodes.Status503ServiceUnavailable,
                $"encrypted LoRA not available for task {id} (state {task.State}): it is stored on 0G Storage, or was kept too long");
        }

        HttpResponse response = context.Response;
        long offset = Offset(context.Request, file.Length);
        response.ContentType = "application/octet-stream";
        response.Headers.ContentDisposition = $"attachment; filename=\"lora_model_{id}.data\"";
        response.Headers.AcceptRanges = "bytes";
        response.ContentLength = file.Length - offset;
        if (offset > 0)
        {
            response.StatusCode = StatusCodes.Status206PartialContent;
            response.GetTypedHeaders().ContentRange = new ContentRangeHeaderValue(offset, file.Length - 1, file.Length);
        }

        await response.SendFileAsync(file.FullName, offset, file.Length - offset, context.RequestAborted).ConfigureAwait(false);
    }

    private void Check(Address user, Guid id, TaskSignatureRecord signed)
    {
        long timestamp = signed.Timestamp ?? 0;
        if (!TaskSignatures.IsCurrent(timestamp, time.GetUtcNow()))
        {
            throw FineTuningRefusal.OfModelFile(
                StatusCodes.Status401Unauthorized,
                $"timestamp {timestamp} is too old or too far in the future (max 300 seconds)");
        }

        if (!TaskSignatures.IsSignedBy(user, TaskSignatures.DownloadLora(id, timestamp), signed.Signature))
        {
            throw FineTuningRefusal.OfModelFile(
                StatusCodes.Status401Unauthorized, "signature verification failed: it is not the user's over task and timestamp");
        }
    }

    // Of what a range can say, only "from here to the end": that is what an interrupted download asks for.
    private static long Offset(HttpRequest request, long length)
    {
        if (request.GetTypedHeaders().Range is not { Unit: { Value: "bytes" }, Ranges: { Count: 1 } ranges }
            || ranges.Single() is not { From: { } from, To: null })
        {
            return 0;
        }

        return from < length
            ? from
            : throw FineTuningRefusal.OfModelFile(StatusCodes.Status416RangeNotSatisfiable, "the model ends before the range");
    }
}
