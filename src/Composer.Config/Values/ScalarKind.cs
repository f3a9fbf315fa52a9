// SPDX-License-Identifier: MIT
namespace Composer.Config;

/// <summary>The type of a <see cref="Scalar"/>.</summary>
public enum ScalarKind
{
    /// <summary>A text; <see cref="Scalar.Value"/> is a string.</summary>
    String,

    /// <summary>A whole number: a long.</summary>
    Integer,

    /// <summary>A number with a fraction or an exponent: a double.</summary>
    Float,

    /// <summary>True or false: a bool.</summary>
    Boolean,

    /// <summary>A date and time with its offset from UTC: a DateTimeOffset.</summary>
    OffsetDateTime,

    /// <summary>A date and time without a zone: a DateTime.</summary>
    LocalDateTime,

    /// <summary>A DateOnly.</summary>
    LocalDate,

    /// <summary>A TimeOnly.</summary>
    LocalTime,

    /// <summary>YAML's null.</summary>
    Null,
}
