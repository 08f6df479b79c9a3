/**
 * AWS Secrets Manager and Parameter Store. Of all classes of this package {@link
 * dev.keyturn.operator.provider.aws.AwsProviderFactory} and the records of the configuration alone
 * are there without the SDK: an installation without an AWS store never loads it.
 */
@NullMarked
package dev.keyturn.operator.provider.aws;

import org.jspecify.annotations.NullMarked;
