using System.Management.Automation;

namespace ZeroG.PowerShell.Pipeline;

/// <summary>Takes the empty text that a CSV file has for nothing as nothing; the engine alone would make zero of it.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class EmptyIsNullAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override bool TransformNullOptionalParameters => false;

    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        inputData is "" or PSObject { BaseObject: "" } ? null : inputData;
}
