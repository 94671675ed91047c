using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Descent.Examples.AspNet;

/// <summary>Healthy where the model answers a row without values.</summary>
internal sealed class ModelHealth(Predictor predictor) : IHealthCheck
{
    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var row = predictor.NewRow();
        foreach (var column in predictor.Columns)
        {
            row.Set(column, null);
        }

        predictor.Predict(row);
        return Task.FromResult(HealthCheckResult.Healthy($"{predictor.Name} predicts"));
    }
}
