namespace ZeroG.Compute.FineTuning.Datasets;

/// <summary>What the lines of a dataset look like; the first line decides for all.</summary>
public enum DatasetShape
{
    /// <summary><c>instruction</c>, <c>input</c> and <c>output</c>.</summary>
    Instruction,

    /// <summary><c>messages</c>, each with <c>role</c> and <c>content</c>.</summary>
    Messages,

    /// <summary><c>text</c> alone.</summary>
    Text,
}
