//! Intake, pipeline, actions and jobs of one node.
