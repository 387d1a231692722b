using ZeroG.Storage.Nodes;

namespace ZeroG.Storage.Transfer;

/// <summary>Reads refusals as the official clients do, by the node's words (0G storage specification, errors).</summary>
internal static class SegmentVerdicts
{
    public static SegmentVerdict Of(StorageNodeException refusal, int segments) =>
        Says(refusal, "already uploaded and finalized") ? SegmentVerdict.Taken
        : Says(refusal, "segment has already been uploaded or is being uploaded")
            ? segments == 1 ? SegmentVerdict.Taken : SegmentVerdict.SendSingly
        : Says(refusal, "too many data writing") || Says(refusal, "returned null for upload segments") ? SegmentVerdict.SendAgain
        : SegmentVerdict.Refused;

    private static bool Says(StorageNodeException refusal, string words) =>
        refusal.Words.Contains(words, StringComparison.OrdinalIgnoreCase);
}
