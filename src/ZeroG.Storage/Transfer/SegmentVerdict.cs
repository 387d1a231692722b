namespace ZeroG.Storage.Transfer;

/// <summary>What a node's answer to segments means for the upload.</summary>
internal enum SegmentVerdict
{
    /// <summary>The node has what was sent, from this request or an earlier one.</summary>
    Taken,

    /// <summary>The node has one of the segments; the others may not have been looked at.</summary>
    SendSingly,

    /// <summary>The node is busy: the same again later.</summary>
    SendAgain,

    /// <summary>The node will not take it.</summary>
    Refused,
}
